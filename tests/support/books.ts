import { sql } from 'kysely';
import type { Db } from '#db/client.ts';

type Level = {
  at: string;
  onHand: number;
  allocated: number;
  held: number;
  unavailable: number;
  short: number;
  available: number;
  /** Kept back from the channels that do not see the shelf. */
  safety: number;
  /** What movements, holds and allocations say of it. */
  moved: number;
  movedAside: number;
  heldByHolds: number;
  allocatedByLines: number;
  /** The last shortage that was told. */
  toldShort: number | null;
};
type Hold = { id: string; at: string; state: string; quantity: number; ended: boolean; bound: number };
type Part = {
  id: string;
  orderLineId: string;
  parcelId: string;
  quantity: number;
  allocations: { at: string; state: string; quantity: number }[];
};
type Parcel = { id: string; orderId: string; at: string | null; method: string; state: string; shipment: string | null };
type PromiseRow = { id: string; parcelId: string; number: number; state: string; words: string };
type Payment = {
  id: string;
  state: string;
  amount: number;
  authorized: number;
  captured: number;
  refunded: number;
  taken: number;
  sentBack: number;
};
type Scan = { id: string; shipmentId: string; occurredAt: string | null; receivedAt: string | null };

/** All that is written of some variants and of whoever ordered them, at one moment. */
export type Books = {
  position: number;
  levels: Level[];
  holds: Hold[];
  lines: { id: string; quantity: number }[];
  parts: Part[];
  parcels: Parcel[];
  promises: PromiseRow[];
  orders: { id: string; life: string }[];
  payments: Payment[];
  scans: Scan[];
};

export async function readBooks(db: Db, variantIds: string[]): Promise<Books> {
  const { rows } = await sql<{ books: Books }>`
    with mine as (select distinct o.* from orders o join order_line l on l.order_id = o.id where l.variant_id = any (${variantIds})),
      parcel as (select f.* from fulfilment_order f join mine on mine.id = f.order_id)
    select json_build_object(
      'position', (select coalesce(max(position), 0) from event),
      'levels', (select coalesce(json_agg(json_build_object('at', l.node_id || '/' || l.variant_id, 'onHand', l.on_hand, 'allocated', l.allocated,
          'held', l.held, 'unavailable', l.unavailable, 'short', l.short, 'available', l.available, 'safety', l.safety,
          'moved', (select coalesce(sum(m.quantity), 0) from stock_movement m where (m.variant_id, m.node_id) = (l.variant_id, l.node_id)),
          'movedAside', (select coalesce(sum(m.set_aside), 0) from stock_movement m where (m.variant_id, m.node_id) = (l.variant_id, l.node_id)),
          'heldByHolds', (select coalesce(sum(h.quantity), 0) from hold h where (h.variant_id, h.node_id) = (l.variant_id, l.node_id) and h.state = 'held'),
          'allocatedByLines', (select coalesce(sum(a.quantity), 0) from allocation a
            where (a.variant_id, a.node_id) = (l.variant_id, l.node_id) and a.state = 'open'),
          'toldShort', (select (e.data ->> 'short')::int from event e where e.topic = 'shortage:' || l.node_id || '/' || l.variant_id
            order by e.version desc limit 1)) order by l.node_id, l.variant_id), '[]')
        from stock_level l where l.variant_id = any (${variantIds})),
      'holds', (select coalesce(json_agg(json_build_object('id', h.id, 'at', h.node_id || '/' || h.variant_id, 'state', h.state, 'quantity', h.quantity,
          'ended', h.ended_at is not null, 'bound', (select coalesce(sum(a.quantity), 0) from allocation a where a.hold_id = h.id)) order by h.id), '[]')
        from hold h where h.variant_id = any (${variantIds})),
      'lines', (select coalesce(json_agg(json_build_object('id', l.id, 'quantity', l.quantity) order by l.id), '[]') from order_line l join mine on mine.id = l.order_id),
      'parts', (select coalesce(json_agg(json_build_object('id', l.id, 'orderLineId', l.order_line_id, 'parcelId', p.id, 'quantity', l.quantity,
          'allocations', (select coalesce(json_agg(json_build_object('at', a.node_id, 'state', a.state, 'quantity', a.quantity) order by a.id), '[]')
            from allocation a where a.fulfilment_line_id = l.id)) order by l.id), '[]') from fulfilment_line l join parcel p on p.id = l.fulfilment_order_id),
      'parcels', (select coalesce(json_agg(json_build_object('id', p.id, 'orderId', p.order_id, 'at', p.node_id, 'method', p.method, 'state', p.state,
          'shipment', s.state) order by p.id), '[]') from parcel p left join shipment s on s.fulfilment_order_id = p.id),
      'promises', (select coalesce(json_agg(json_build_object('id', r.id, 'parcelId', p.id, 'number', r.number, 'state', r.state,
          'words', (to_jsonb(r) - 'state')::text) order by r.id), '[]') from promise r join parcel p on p.id = r.fulfilment_order_id),
      'orders', (select coalesce(json_agg(json_build_object('id', id, 'life', life) order by id), '[]') from mine),
      'payments', (select coalesce(json_agg(json_build_object('id', p.id, 'state', p.state, 'amount', p.amount_minor, 'authorized', p.authorized_minor,
          'captured', p.captured_minor, 'refunded', p.refunded_minor,
          'taken', case when p.method in ('upi', 'card') then (select coalesce(sum(t.amount_minor), 0) from payment_transaction t
            where t.payment_id = p.id and t.kind in ('charge', 'capture') and t.state = 'succeeded') else p.captured_minor end,
          'sentBack', (select coalesce(sum(r.amount_minor), 0) from refund r where r.payment_id = p.id)) order by p.id), '[]')
        from payment p join mine on mine.id = p.order_id),
      'scans', (select coalesce(json_agg(json_build_object('id', t.id, 'shipmentId', t.shipment_id, 'occurredAt', t.occurred_at,
          'receivedAt', t.received_at) order by t.id), '[]')
        from tracking_event t join shipment s on s.id = t.shipment_id join parcel p on p.id = s.fulfilment_order_id)
    ) as books`.execute(db);
  return rows[0]!.books;
}
