import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { nowOf, VARIANTS_NOW, stampOf, type CardStock, type Now, type ProductNow } from './catalog.ts';
import { LISTED, type ListedRow } from './catalog-listing.ts';

/** What of a product page may change from one moment to the next: its price and stock, and what stands beside it with its own. */
export type ProductPageNow = { now: ProductNow; near: ListedRow[]; nearStock: CardStock[] };

/**
 * All of it in one statement, as text in a fixed order: equal texts are equal facts, so the text is also their stamp. Undefined when
 * it is not for sale. Beside it stand its nearest by rank in the department, those behind it first, and then those of others.
 */
export async function productPageText(db: Db, handle: string, beside: number): Promise<string | undefined> {
  const { rows } = await sql<{ text: string }>`
    with mine as (
      select p.id, ${stampOf('p')} as stamp, ${VARIANTS_NOW} as variants, g.rank, g.department
      from product p join listing g on g.product_id = p.id where p.handle = ${handle} and p.status = 'active' and p.published),
    near as (
      (select 1 as turn, g.* from listing g where g.department = (select department from mine) and g.rank < (select rank from mine)
        order by g.rank desc, g.product_id limit ${beside})
      union all
      (select 2, g.* from listing g where g.department = (select department from mine) and g.product_id <> (select id from mine)
        order by g.rank desc, g.product_id limit ${2 * beside})
      union all
      (select 3, g.* from listing g where g.department <> (select department from mine) order by g.rank desc, g.product_id limit ${beside})),
    once as (select distinct on (product_id) * from near order by product_id, turn),
    listed as (
      select row_number() over (order by g.turn, g.rank desc, g.product_id) as place, ${LISTED}
      from once g join product p on p.id = g.product_id order by place limit ${beside})
    select json_build_object('id', m.id, 'stamp', m.stamp, 'variants', m.variants,
      'near', (select json_agg(json_build_object('id', l.id, 'stamp', l.stamp, 'fromMinor', l."fromMinor", 'toMinor', l."toMinor",
          'wasMinor', l."wasMinor", 'currency', l.currency) order by l.place) from listed l),
      'nearStock', (select json_agg(json_build_object('productId', s.id, 'nodeId', s.node_id, 'available', s.available) order by s.id, s.node_id)
        from (select l.id, k.node_id, sum(k.available) as available
          from listed l join variant v on v.product_id = l.id join stock_level k on k.variant_id = v.id
          where k.available > 0 group by 1, 2) s))::text as text
    from mine m`.execute(db);
  return rows[0]?.text;
}

type Parsed = Now & { near: ListedRow[] | null; nearStock: CardStock[] | null };

/** Undefined when nothing of it has a price. */
export function productPageNow(text: string): ProductPageNow | undefined {
  const { near, nearStock, ...row } = JSON.parse(text) as Parsed;
  const now = nowOf(row);
  return now && { now, near: near ?? [], nearStock: nearStock ?? [] };
}
