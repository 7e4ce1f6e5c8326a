import { sql } from 'kysely';
import type { OrderedBefore } from '#lib/commerce/cart/plan-again.ts';
import type { Db, Tx } from '../client.ts';

/** What an order was of, as one would order it again: without what was called off, unless all of it was; what is collected, at its store. */
export async function orderedBefore(db: Db | Tx, orderId: string): Promise<OrderedBefore[]> {
  const { rows } = await sql<OrderedBefore>`
    select l.variant_id as "variantId", case when f.method = 'pickup' then f.node_id end as "pickupNodeId",
      (array_agg(l.title order by l.place))[1] as title, (array_agg(to_json(l.options) order by l.place))[1] as options,
      sum(u.quantity)::int as quantity, (array_agg(l.unit_price_minor order by l.place))[1]::int as "paidMinor"
    from order_line l join fulfilment_line u on u.order_line_id = l.id join fulfilment_order f on f.id = u.fulfilment_order_id
    where l.order_id = ${orderId}
      and (f.state <> 'cancelled' or not exists (select from fulfilment_order x where x.order_id = l.order_id and x.state <> 'cancelled'))
    group by 1, 2 order by min(l.place), 2 nulls first`.execute(db);
  return rows;
}
