import { sql } from 'kysely';
import type { StockNews } from '#lib/commerce/cart/stock-news.ts';
import type { Db } from '../client.ts';

/** What made the variants scarcer, the last of each kind at each node. */
export async function stockNews(db: Db, variantIds: string[]): Promise<StockNews[]> {
  if (variantIds.length === 0) return [];
  const { rows } = await sql<StockNews & { at: Date | string }>`
    select distinct on (variant_id, node_id) variant_id as "variantId", node_id as "nodeId", at,
      case when kind in ('counted', 'corrected') then 'counted' else 'sold' end as kind
    from stock_movement
    where variant_id = any (${variantIds}::uuid[]) and quantity < 0 and kind in ('sold', 'shipped', 'collected', 'counted', 'corrected')
    order by variant_id, node_id, at desc`.execute(db);
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}
