import { sql } from 'kysely';
import type { FulfilmentOrderState } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { Db, Tx } from '../client.ts';

export type Parcel = {
  id: string;
  orderId: string;
  place: number;
  nodeId: string | null;
  method: 'ship' | 'pickup' | 'carry_out';
  service: string;
  state: FulfilmentOrderState;
  collectCode: string | null;
  units: number;
};

export const parcel = [
  'id',
  'order_id as orderId',
  'place',
  'node_id as nodeId',
  'method',
  'service',
  'state',
  'collect_code as collectCode',
  sql<number>`(select coalesce(sum(l.quantity), 0)::int from fulfilment_line l where l.fulfilment_order_id = fulfilment_order.id)`.as(
    'units'
  )
] as const;

export async function findParcel(db: Db | Tx, id: string): Promise<Parcel | undefined> {
  return db.selectFrom('fulfilment_order').select(parcel).where('id', '=', id).executeTakeFirst();
}

/** Under the order's lock, so they need none of their own. */
export async function parcelsOf(db: Db | Tx, orderId: string): Promise<Parcel[]> {
  return db.selectFrom('fulfilment_order').select(parcel).where('order_id', '=', orderId).orderBy('place').execute();
}

export async function moveParcel(tx: Tx, id: string, state: FulfilmentOrderState): Promise<void> {
  await tx
    .updateTable('fulfilment_order')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}
