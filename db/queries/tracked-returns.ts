import { sql } from 'kysely';
import type { TrackedReturn } from '#lib/commerce/returns/tracked-return.ts';
import type { Db, Tx } from '../client.ts';
import { refusedOf } from './refused-refunds.ts';

/** Of a line `l` of a return what comes instead; null where it is given back for money. */
const INSTEAD = sql`
  select json_build_object('title', g.title, 'options', v.options, 'quantity', coalesce(n.quantity, l.quantity), 'unitPriceMinor', l.exchange_unit_price_minor,
    'imageSrc', coalesce(v.image_src, (select i.src from product_image i where i.product_id = g.id order by i.position limit 1)))
  from variant v join product g on g.id = v.product_id left join order_line n on n.id = l.exchange_order_line_id where v.id = l.exchange_variant_id`;

const LINES = sql`
  select json_agg(json_build_object('id', l.id, 'title', ol.title, 'options', v.options, 'imageSrc', ol.image_src, 'quantity', l.quantity,
    'unitPriceMinor', l.unit_price_minor, 'reason', l.reason, 'instead', (${INSTEAD}),
    'photoIds', (select coalesce(json_agg(p.id order by p.at), '[]') from return_photo p where p.return_line_id = l.id)) order by l.place)
  from return_line l join order_line ol on ol.id = l.order_line_id join variant v on v.id = l.variant_id where l.return_id = r.id`;

const UNITS = sql`
  select json_agg(json_build_object('id', u.id, 'lineId', u.return_line_id, 'receivedAt', u.received_at, 'disposition', u.disposition)
    order by l.place, u.unit)
  from return_unit u join return_line l on l.id = u.return_line_id where u.return_id = r.id`;

const REFUNDS = sql`
  select coalesce(json_agg(json_build_object('id', f.id, 'amountMinor', f.amount_minor, 'how', f.how, 'method', p.method, 'state', f.state,
    'lastFour', (select v.last_four from stored_value_entry e join stored_value v on v.id = e.stored_value_id
      where e.payment_id = p.id and e.kind = 'redeemed'), 'paidAt', f.paid_at, 'isRefused', ${refusedOf('f')}) order by f.due_at, f.id), '[]')
  from order_credit c join refund f on f.credit_id = c.id left join payment p on p.id = f.payment_id where c.return_id = r.id`;

/** What its shopper paid on top for what comes instead; not what came too late. */
const PAID = sql`
  select coalesce(json_agg(json_build_object('id', p.id, 'amountMinor', p.captured_minor, 'method', p.method, 'at', t.ended_at,
    'lastFour', (select v.last_four from stored_value_entry e join stored_value v on v.id = e.stored_value_id
      where e.payment_id = p.id and e.kind = 'redeemed')) order by p.id), '[]')
  from payment p join payment_transaction t on t.payment_id = p.id and t.kind = 'charge' and t.state = 'succeeded'
  where p.order_id = r.order_id and p.change_id = r.id and p.lapsed_at is null`;

const EVENTS = sql`
  select coalesce(json_agg(json_build_object('type', e.type, 'at', coalesce((e.data ->> 'occurredAt')::timestamptz, e.at), 'message', coalesce(e.data ->> 'message', ''),
    'city', coalesce(e.data ->> 'city', ''), 'isFirst', coalesce((e.data ->> 'isFirst')::boolean, false), 'status', coalesce(e.data ->> 'status', ''),
    'isHandedOut', coalesce((e.data ->> 'isHandedOut')::boolean, false))
    order by e.version), '[]')
  from event e where e.topic = 'order:' || r.order_id and (e.type like 'return.%' or e.type like 'exchange.%')
    and e.data ->> 'returnId' = r.id::text`;

const PICKUP = sql`
  select json_build_object('state', p.state, 'from', p.from_at, 'until', p.until_at, 'confirmation', p.confirmation)
  from return_pickup p where p.return_id = r.id`;

const RETURNS = sql`
  select r.id, r.number, r.state, r.method, r.refund_to as "to", r.trigger, r.is_kept as "isKept", r.is_appealed as "isAppealed", r.currency,
    r.goods_minor as "goodsMinor", r.bringing_minor as "bringingMinor", r.fee_minor as "feeMinor", r.bonus_percent as "bonusPercent",
    r.reason_declined as "reasonDeclined", r.asked_at as "askedAt", r.handed_over_at as "handedOverAt", r.send_by as "sendBy",
    r.refund_due_at as "refundDueAt", r.owed_at as "owedAt", r.is_overdue_told as "isOverdueTold",
    r.exchange_state as "exchangeState", r.exchange_more_minor as "exchangeMoreMinor",
    d.name as "dropName", d.address as "dropAddress", c.name as "cameToName", s.tracking_number as "trackingNumber", s.carrier,
    s.booked_at is not null as "isBooked", (${PICKUP}) as pickup, (${LINES}) as lines, (${UNITS}) as units, (${REFUNDS}) as refunds, (${PAID}) as paid,
    (${EVENTS}) as events
  from return_case r
    left join node d on d.id = r.drop_node_id
    left join node c on c.id = r.came_to_node_id
    left join return_shipment s on s.return_id = r.id and s.state <> 'cancelled'`;

/** All returns of an order, the newest first. */
export async function returnsOfOrder(db: Db | Tx, orderId: string): Promise<TrackedReturn[]> {
  const { rows } = await sql<{ row: TrackedReturn }>`
    select to_json(t) as row from (${RETURNS} where r.order_id = ${orderId} order by r.asked_at desc, r.id desc) t`.execute(db);
  return rows.map(({ row }) => row);
}

/** One of them, if it is of that order. */
export async function trackedReturn(db: Db | Tx, of: { orderId: string; returnId: string }): Promise<TrackedReturn | undefined> {
  const { rows } = await sql<{ row: TrackedReturn }>`
    select to_json(t) as row from (${RETURNS} where r.id = ${of.returnId} and r.order_id = ${of.orderId}) t`.execute(db);
  return rows[0]?.row;
}
