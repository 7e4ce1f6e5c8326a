import { sql } from 'kysely';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import type { LevelDemand } from '#lib/commerce/cart/delivery-choice.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db } from '../client.ts';
import { rethrowRefusal } from '../refusals.ts';

type Fields = Pick<CartView, 'state' | 'step' | 'postcode' | 'contact' | 'address' | 'delivery' | 'note'>;

/** A step of the checkout as it was decided. `holds` is all that the cart holds from now on; without it its holds stay as they are. */
export type CartMove = {
  cart: { id: string; version: number } & Fields;
  change: Partial<Fields>;
  events: CommerceEvent[];
  holds?: { wanted: (LevelDemand & { id: string })[]; until: Date };
};

/**
 * Writes the step, its holds and its events down in one statement, if the cart still has the version it was decided on; else
 * changes nothing and answers false. Refuses `out-of-stock` (detail: what it is called).
 */
export async function saveCartMove(db: Db, { cart, change, events, holds }: CartMove, by: { actor: Actor; at: Date }): Promise<boolean> {
  const { state, step, postcode, contact, address, delivery, note } = { ...cart, ...change };
  const { channel, ...actor } = by.actor;
  const held = holds
    ? sql`reserve_stock(moved.id, ${JSON.stringify(holds.wanted)}::jsonb, ${holds.until}::timestamptz, ${by.at}::timestamptz)`
    : sql`'[]'::jsonb`;
  const { rows } = await sql`
    with moved as (
      update cart set state = ${state}, step = ${step}, postcode = ${postcode}, contact = ${jsonOf(contact)}::jsonb,
        address = ${jsonOf(address)}::jsonb, delivery = ${jsonOf(delivery)}::jsonb, note = ${note},
        version = version + 1, updated_at = ${by.at}::timestamptz
      where id = ${cart.id} and version = ${cart.version} returning id)
    select record_events(${JSON.stringify(events)}::jsonb || ${held}, ${JSON.stringify(actor)}::jsonb, ${channel}, ${by.at}::timestamptz, null)
    from moved`
    .execute(db)
    .catch(rethrowRefusal);
  return rows.length === 1;
}

const jsonOf = (value: object | null): string | null => value && JSON.stringify(value);
