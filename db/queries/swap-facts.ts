import { sql } from 'kysely';
import type { SwapChoice } from '#lib/commerce/order-change/swap-effect.ts';
import type { Db, Tx } from '../client.ts';

/** What each thing of an order could be instead: other makes of it that are for sale, with what lies of them where its parcels are sent from. */
export async function swapChoices(db: Db | Tx, orderId: string): Promise<SwapChoice[]> {
  const { rows } = await sql<SwapChoice>`
    select l.id as "orderLineId", v.id as "variantId", v.product_id as "productId", g.title, v.options, v.sku,
      coalesce(v.image_src, (select i.src from product_image i where i.product_id = g.id order by i.position limit 1)) as "imageSrc",
      p.amount_minor as "priceMinor", own.amount_minor as "ownPriceMinor", v.tracked and not v.sell_beyond_stock as counted,
      coalesce((select jsonb_object_agg(s.node_id, s.available) from stock_level s
        where s.variant_id = v.id and s.node_id in (select f.node_id from fulfilment_order f where f.order_id = o.id)), '{}') as free
    from order_line l join orders o on o.id = l.order_id join variant was on was.id = l.variant_id
      join variant v on v.product_id = was.product_id and v.id <> was.id
      join product g on g.id = v.product_id and g.status = 'active'
      join price p on p.variant_id = v.id and p.price_list = 'shop' and p.currency = o.currency
      left join price own on own.variant_id = was.id and own.price_list = 'shop' and own.currency = o.currency
    where l.order_id = ${orderId} order by l.place, v.position, v.id`.execute(db);
  return rows;
}
