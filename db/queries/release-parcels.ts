import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { FulfilmentOrderState } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { OrderLifeState } from '#lib/commerce/orders/order-life.machine.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db } from '../client.ts';
import { compiledOnce } from '../compiled-once.ts';
import { parcel, type Parcel } from './fulfilment.ts';

export type OrderWithParcels = { id: string; life: OrderLifeState; version: number; parcels: Parcel[] };

/** In one statement, the parcels in order of place. */
export async function findOrderWithParcels(db: Db, orderId: string): Promise<OrderWithParcels | undefined> {
  return (await readOrderWithParcels(db, orderId))[0];
}

const readOrderWithParcels = compiledOnce(1, (db, [orderId]: [string]) =>
  db
    .selectFrom('orders')
    .select(['orders.id', 'orders.life', 'orders.version'])
    .select((eb) =>
      jsonArrayFrom(eb.selectFrom('fulfilment_order').select(parcel).where('order_id', '=', orderId).orderBy('place')).as('parcels')
    )
    .where('orders.id', '=', orderId)
);

type Release = { order: { id: string; version: number }; moves: { id: string; state: FulfilmentOrderState }[]; events: CommerceEvent[] };

/**
 * Parcels and order move together with their events in one statement, if the order still has the version that was decided on; else
 * nothing changes and the answer is false.
 */
export async function saveRelease(db: Db, { order, moves, events }: Release, by: { actor: Actor; at: Date }): Promise<boolean> {
  const { channel, ...actor } = by.actor;
  const { rows } = await sql`
    with moved as (
      update orders set version = version + ${events.length}, updated_at = ${by.at}::timestamptz
      where id = ${order.id} and version = ${order.version} returning id),
    released as (
      update fulfilment_order f set state = m.state, version = f.version + 1
      from moved, jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m (id uuid, state text)
      -- Named as well, as in saveSettlement: else all parcels there are would be gone through.
      where f.id = m.id and f.id = any (${moves.map(({ id }) => id)}::uuid[]))
    select record_events(${JSON.stringify(events)}::jsonb, ${JSON.stringify(actor)}::jsonb, ${channel}, ${by.at}::timestamptz, null)
    from moved`.execute(db);
  return rows.length === 1;
}
