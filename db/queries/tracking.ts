import { sql } from 'kysely';
import type { TrackedOrder } from '#lib/commerce/orders/tracked-order.ts';
import type { Db, Tx } from '../client.ts';
import { NOT_TAKEN } from './captures.ts';
import { IS_REFUSED } from './refused-refunds.ts';

const LINES = sql`
  select coalesce(json_agg(json_build_object('id', l.id, 'variantId', l.variant_id, 'title', l.title, 'handle', g.handle, 'options', l.options,
    'sku', l.sku, 'imageSrc', l.image_src, 'quantity', l.quantity, 'unitPriceMinor', l.unit_price_minor) order by l.place), '[]')
  from order_line l join variant v on v.id = l.variant_id join product g on g.id = v.product_id where l.order_id = o.id`;

/** How it is paid by now: by the newest payment of the order itself, or the one that its shopper made instead of it. */
const PAYMENT = sql`
  select json_build_object('method', p.method, 'state', p.state, 'amountMinor', p.amount_minor, 'capturedMinor', p.captured_minor,
    'toTakeMinor', ${NOT_TAKEN}, 'actionUrl', t.action_url, 'reason', t.reason)
  from payment p left join payment_transaction t on t.payment_id = p.id and t.kind in ('charge', 'authorize')
  where p.order_id = o.id and (p.change_id is null or exists (
    select from order_change c where c.id = p.change_id and c.kind = 'payment' and c.state in ('confirmed', 'settled') and p.state <> 'declined'))
  order by p.method in ('gift_card', 'store_credit'), p.id desc, t.id desc limit 1`;

const PROMISES = sql`
  select coalesce(json_agg(json_build_object('number', pr.number, 'state', pr.state, 'deliverFrom', pr.deliver_from, 'deliverUntil',
    pr.deliver_until, 'reason', pr.reason, 'detail', pr.detail, 'at', pr.at) order by pr.number), '[]')
  from promise pr where pr.fulfilment_order_id = f.id`;

const SCANS = sql`
  select coalesce(json_agg(json_build_object('status', t.status, 'detail', t.detail, 'message', t.message, 'city', t.city, 'lat', t.lat,
    'lng', t.lng, 'occurredAt', t.occurred_at, 'receivedAt', t.received_at) order by t.occurred_at, t.id), '[]')
  from tracking_event t where t.shipment_id = s.id`;

const PARCEL_LINES = sql`
  select coalesce(json_agg(json_build_object('orderLineId', fl.order_line_id, 'quantity', fl.quantity,
    'instead', case when fl.variant_id <> ol.variant_id then v.options end)), '[]')
  from fulfilment_line fl join order_line ol on ol.id = fl.order_line_id join variant v on v.id = fl.variant_id
  where fl.fulfilment_order_id = f.id`;

const GOES_TO = sql`
  select g.name from parcel_wish w join node g on g.id = w.collect_node_id where w.fulfilment_order_id = f.id`;

const PARCELS = sql`
  select coalesce(json_agg(json_build_object('id', f.id, 'place', f.place, 'method', f.method, 'service', f.service, 'state', f.state,
    'collectCode', f.collect_code, 'goesTo', (${GOES_TO}), 'nodeId', n.id, 'nodeName', n.name, 'nodeKind', n.kind, 'nodeAddress', n.address, 'nodePhone', n.phone,
    'nodeLat', n.lat, 'nodeLng', n.lng, 'timeZone', n.time_zone, 'shipmentState', s.state, 'carrier', s.carrier,
    'trackingNumber', s.tracking_number, 'deliveredAt', s.delivered_at, 'estimateFrom', s.estimate_from, 'estimateUntil', s.estimate_until,
    'lines', (${PARCEL_LINES}), 'promises', (${PROMISES}), 'scans', (${SCANS})) order by f.place), '[]')
  from fulfilment_order f left join node n on n.id = f.node_id left join shipment s on s.fulfilment_order_id = f.id
  where f.order_id = o.id and exists (select from fulfilment_line l where l.fulfilment_order_id = f.id)`;

const EVENTS = sql`
  select coalesce(json_agg(json_build_object('type', e.type, 'version', e.version, 'at', e.at,
    'fulfilmentOrderId', e.data ->> 'fulfilmentOrderId',
    'changeId', e.data ->> 'changeId') order by e.version), '[]')
  from event e where e.topic = 'order:' || o.id`;

const REFUNDS = sql`
  select coalesce(json_agg(json_build_object('id', r.id, 'fulfilmentOrderId', c.fulfilment_order_id, 'reason', c.reason, 'amountMinor',
    r.amount_minor, 'how', r.how, 'state', r.state, 'isRefused', ${IS_REFUSED}) order by r.due_at, r.id), '[]')
  from refund r join order_credit c on c.id = r.credit_id where r.order_id = o.id`;

const DESTINATION = sql`
  select json_build_object('lat', z.lat, 'lng', z.lng, 'city', z.city)
  from postcode z where z.country = o.country and z.code = o.address ->> 'postcode'`;

/** Everything an order's own page shows, in one statement; the order's version says how new it is. */
export async function trackedOrder(db: Db | Tx, orderId: string): Promise<TrackedOrder | undefined> {
  const { rows } = await sql<TrackedOrder>`
    select o.id, o.number, o.life, o.channel, o.currency, o.country, o.note, o.version, o.contact, o.address,
      o.goods_minor as "goodsMinor", o.delivery_minor as "deliveryMinor", o.tax_included_minor as "taxIncludedMinor",
      o.total_minor as "totalMinor", o.placed_at as "placedAt", o.pay_by as "payBy", o.updated_at as "updatedAt",
      (${LINES}) as lines, (${PAYMENT}) as payment, (${PARCELS}) as parcels, (${REFUNDS}) as refunds, (${EVENTS}) as events, (${DESTINATION}) as destination
    from orders o where o.id = ${orderId}`.execute(db);
  return rows[0];
}
