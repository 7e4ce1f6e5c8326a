import { sql } from 'kysely';
import type { OrderFacts } from '#lib/commerce/order-change/order-facts.ts';
import type { Db, Tx } from '../client.ts';
import { CAME_TOO_LATE, TAKING, TO_TAKE } from './captures.ts';
import { policyOfRow } from './policies.ts';

const LINES = sql`
  select json_agg(json_build_object('fulfilmentLineId', l.id, 'orderLineId', l.order_line_id, 'variantId', l.variant_id, 'productId', v.product_id,
    'title', ol.title, 'options', case when l.variant_id = ol.variant_id then ol.options else v.options end, 'quantity', l.quantity,
    'unitPriceMinor', ol.unit_price_minor, 'counted', v.tracked and not v.sell_beyond_stock) order by ol.place)
  from fulfilment_line l join order_line ol on ol.id = l.order_line_id join variant v on v.id = l.variant_id
  where l.fulfilment_order_id = f.id`;

const PARCELS = sql`
  select coalesce(json_agg(json_build_object('id', f.id, 'state', f.state, 'method', f.method, 'nodeId', f.node_id, 'nodeName', n.name,
    'deliverUntil', (select p.deliver_until from promise p where p.fulfilment_order_id = f.id order by p.number desc limit 1),
    'lines', (${LINES})) order by f.place), '[]')
  from fulfilment_order f left join node n on n.id = f.node_id
  where f.order_id = o.id and f.state <> 'on_hold' and exists (select from fulfilment_line l where l.fulfilment_order_id = f.id)`;

const PAYMENTS = sql`
  select coalesce(json_agg(json_build_object('paymentId', p.id, 'method', p.method, 'state', p.state, 'amountMinor', p.amount_minor,
    'capturedMinor', p.captured_minor, 'refundedMinor', p.refunded_minor, 'changeId', p.change_id, 'toTakeMinor', ${TO_TAKE}, 'takingMinor', ${TAKING},
    'owedMinor', (select coalesce(sum(r.amount_minor), 0) from refund r where r.payment_id = p.id and r.state = 'due')) order by p.id), '[]')
  from payment p where p.order_id = o.id and p.state not in ('declined', 'voided') and not ${CAME_TOO_LATE}`;

const KEPT = sql`
  select json_build_object('pointsPerMajor', k.points_per_major, 'minorPerMajor', k.minor_per_major,
    'keptMinor', o.goods_minor - (select coalesce(sum(c.goods_minor), 0) from order_credit c where c.order_id = o.id))
  from loyalty_order k where k.order_id = o.id`;

/** All that a change of the order is decided by, in one statement; what waits for something that comes back is changed with that return. Under the order's lock none of it moves but stock. */
export async function orderFacts(db: Db | Tx, orderId: string): Promise<OrderFacts | undefined> {
  const { rows } = await sql<OrderFacts>`
    select o.id, o.number, o.life, o.version, o.currency, o.country, o.note, o.contact, o.address, o.delivery_minor as "deliveryMinor",
      o.delivery_minor - (select coalesce(sum(c.delivery_minor), 0) from order_credit c where c.order_id = o.id)::bigint as "bringingLeftMinor",
      (select count(*)::int from order_change x where x.order_id = o.id and x.kind = 'swap' and x.state in ('confirmed', 'settled')) as "itemChanges",
      exists (select from order_change x where x.order_id = o.id and x.kind = 'payment' and x.state = 'awaiting_payment') as "isPaidAnew",
      (${policyOfRow('o')}) as policy, (${PAYMENTS}) as payments, (${PARCELS}) as parcels, (${KEPT}) as kept
    from orders o where o.id = ${orderId}`.execute(db);
  return rows[0];
}
