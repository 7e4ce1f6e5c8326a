import { sql } from 'kysely';
import type { Db } from '../client.ts';

export type OnTheWay = { orderId: string; fulfilmentOrderId: string; state: string; trackingNumber: string | null };

/** The parcels of some orders, one each. */
export async function parcelsOf(db: Db, orderIds: string[]): Promise<OnTheWay[]> {
  const { rows } = await sql<OnTheWay>`
    select f.order_id as "orderId", f.id as "fulfilmentOrderId", f.state, s.tracking_number as "trackingNumber"
    from fulfilment_order f left join shipment s on s.fulfilment_order_id = f.id
    where f.order_id = any (${orderIds}::uuid[]) and f.method = 'ship' order by f.id`.execute(db);
  return rows;
}

/** How many of these orders have a second promise, and how many a notice of it. */
export async function toldAnew(db: Db, orderIds: string[]): Promise<{ revised: number; notices: number }> {
  const { rows } = await sql<{ revised: number; notices: number }>`
    select (select count(distinct order_id)::int from promise
        where order_id = any (${orderIds}::uuid[]) and number = 2) as revised,
      (select count(*)::int from notice where order_id = any (${orderIds}::uuid[])) as notices`.execute(db);
  return rows[0] ?? { revised: 0, notices: 0 };
}
