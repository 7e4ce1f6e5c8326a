import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { Address, Contact } from '#lib/commerce/cart/cart.ts';
import type { TrackedOrder } from '#lib/commerce/orders/tracked-order.ts';
import type { Db, Tx } from '../client.ts';

/** Everything an order's own page shows, in one statement; the order's version says how new it is. */
export async function trackedOrder(db: Db | Tx, orderId: string): Promise<TrackedOrder | undefined> {
  const row = await db
    .selectFrom('orders as o')
    .select(['o.id', 'o.number', 'o.life', 'o.channel', 'o.currency', 'o.country', 'o.note', 'o.version'])
    .select([
      'o.goods_minor as goodsMinor',
      'o.delivery_minor as deliveryMinor',
      'o.tax_included_minor as taxIncludedMinor',
      'o.total_minor as totalMinor'
    ])
    .select(['o.placed_at as placedAt', 'o.pay_by as payBy', 'o.updated_at as updatedAt'])
    .select([sql<Contact | null>`o.contact`.as('contact'), sql<Address | null>`o.address`.as('address')])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('order_line as l')
          .innerJoin('variant as v', 'v.id', 'l.variant_id')
          .innerJoin('product as g', 'g.id', 'v.product_id')
          .select(['l.id', 'l.variant_id as variantId', 'l.title', 'l.options', 'l.sku', 'l.image_src as imageSrc', 'g.handle'])
          .select(['l.quantity', 'l.unit_price_minor as unitPriceMinor'])
          .whereRef('l.order_id', '=', 'o.id')
          .orderBy('l.place')
      ).as('lines'),
      jsonObjectFrom(
        eb
          .selectFrom('payment as p')
          .leftJoin('payment_transaction as t', 't.payment_id', 'p.id')
          .select([
            'p.method',
            'p.state',
            'p.amount_minor as amountMinor',
            'p.captured_minor as capturedMinor',
            't.action_url as actionUrl',
            't.reason'
          ])
          .whereRef('p.order_id', '=', 'o.id')
          .orderBy('p.id', 'desc')
          .orderBy('t.id', 'desc')
          .limit(1)
      ).as('payment'),
      jsonArrayFrom(
        eb
          .selectFrom('fulfilment_order as f')
          .leftJoin('node as n', 'n.id', 'f.node_id')
          .leftJoin('shipment as s', 's.fulfilment_order_id', 'f.id')
          .select([
            'f.id',
            'f.place',
            'f.method',
            'f.service',
            'f.state',
            'f.collect_code as collectCode',
            'n.id as nodeId',
            'n.name as nodeName',
            'n.kind as nodeKind'
          ])
          .select(['n.address as nodeAddress', 'n.phone as nodePhone', 'n.lat as nodeLat', 'n.lng as nodeLng', 'n.time_zone as timeZone'])
          .select([
            's.state as shipmentState',
            's.carrier',
            's.tracking_number as trackingNumber',
            's.delivered_at as deliveredAt',
            's.estimate_from as estimateFrom',
            's.estimate_until as estimateUntil'
          ])
          .select((of) => [
            jsonArrayFrom(
              of
                .selectFrom('fulfilment_line as fl')
                .select(['fl.order_line_id as orderLineId', 'fl.quantity'])
                .whereRef('fl.fulfilment_order_id', '=', 'f.id')
            ).as('lines'),
            jsonArrayFrom(
              of
                .selectFrom('promise as pr')
                .select([
                  'pr.number',
                  'pr.state',
                  'pr.deliver_from as deliverFrom',
                  'pr.deliver_until as deliverUntil',
                  'pr.reason',
                  'pr.detail',
                  'pr.at'
                ])
                .whereRef('pr.fulfilment_order_id', '=', 'f.id')
                .orderBy('pr.number')
            ).as('promises'),
            jsonArrayFrom(
              of
                .selectFrom('tracking_event as t')
                .select([
                  't.status',
                  't.detail',
                  't.message',
                  't.city',
                  't.lat',
                  't.lng',
                  't.occurred_at as occurredAt',
                  't.received_at as receivedAt'
                ])
                .whereRef('t.shipment_id', '=', 's.id')
                .orderBy('t.occurred_at')
            ).as('scans')
          ])
          .whereRef('f.order_id', '=', 'o.id')
          .orderBy('f.place')
      ).as('parcels'),
      jsonArrayFrom(
        eb
          .selectFrom('event as e')
          .select(['e.type', 'e.version', 'e.at', sql<string | null>`e.data ->> 'fulfilmentOrderId'`.as('fulfilmentOrderId')])
          .where('e.topic', '=', sql<string>`'order:' || o.id`)
          .orderBy('e.version')
      ).as('events'),
      jsonObjectFrom(
        eb
          .selectFrom('postcode as z')
          .select(['z.lat', 'z.lng', 'z.city'])
          .whereRef('z.country', '=', 'o.country')
          .where('z.code', '=', sql<string>`o.address ->> 'postcode'`)
      ).as('destination')
    ])
    .where('o.id', '=', orderId)
    .executeTakeFirst();
  return row as TrackedOrder | undefined;
}
