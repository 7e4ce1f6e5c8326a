import { sql } from 'kysely';
import type { DeliveryChoice } from '#lib/commerce/cart/delivery-choice.ts';
import type { Address, Contact } from '#lib/commerce/cart/cart.ts';
import type { Db } from '../client.ts';

export type ReadyCart = { id: string; lineId: string; variantId: string; priceMinor: number; delivery: DeliveryChoice };
export type Buyer = { contact: Contact; address: Address };

/** Carts one step before the order, made in bulk: one unit of one thing each, details given, a way of delivery chosen, nothing held. */
export async function insertReadyCarts(db: Db, carts: ReadyCart[], { contact, address }: Buyer): Promise<void> {
  const rows = JSON.stringify(carts);
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into cart (id, state, step, channel, currency, country, postcode, contact, address, delivery, created_at, updated_at)
      select (r ->> 'id')::uuid, 'checkout', 'payment', 'api', 'INR', 'IN', ${address.postcode}, ${JSON.stringify(contact)}::jsonb,
        ${JSON.stringify(address)}::jsonb, r -> 'delivery', now(), now() from jsonb_array_elements(${rows}::jsonb) r`.execute(tx);
    await sql`
      insert into cart_line (id, cart_id, place, variant_id, quantity, unit_price_minor, added_by, added_at)
      select (r ->> 'lineId')::uuid, (r ->> 'id')::uuid, 1, (r ->> 'variantId')::uuid, 1, (r ->> 'priceMinor')::bigint, 'shopper', now()
      from jsonb_array_elements(${rows}::jsonb) r`.execute(tx);
  });
}
