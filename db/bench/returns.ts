import { sql } from 'kysely';
import type { Db } from '../client.ts';

export type Delivered = { orderId: string; fulfilmentLineId: string };
export type ToSend = { orderId: string; trackingNumber: string };

/** Orders that are done, with the first thing of each that was brought. */
export async function deliveredLines(db: Db): Promise<Delivered[]> {
  const { rows } = await sql<Delivered>`
    select distinct on (o.id) o.id as "orderId", l.id as "fulfilmentLineId"
    from orders o join fulfilment_order f on f.order_id = o.id join fulfilment_line l on l.fulfilment_order_id = f.id
    where o.life = 'completed' and f.method = 'ship' order by o.id, l.id`.execute(db);
  return rows;
}

/** Returns whose label is there, and that nobody has handed in yet. */
export async function returnsToSend(db: Db): Promise<ToSend[]> {
  const { rows } = await sql<ToSend>`
    select r.order_id as "orderId", s.tracking_number as "trackingNumber"
    from return_case r join return_shipment s on s.return_id = r.id
    where r.state = 'label_issued' and s.tracking_number is not null order by r.id`.execute(db);
  return rows;
}

/** Whether all that is owed for an order was given back by now, and there is any. */
export async function paidBack(db: Db, orderId: string): Promise<boolean> {
  const { rows } = await sql<{ paid: boolean }>`
    select coalesce(bool_and(state = 'paid'), false) as paid from refund where order_id = ${orderId}`.execute(db);
  return rows[0]?.paid ?? false;
}
