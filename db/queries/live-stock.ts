import { sql } from 'kysely';
import type { StockSnapshot } from '#lib/commerce/stock/stock.ts';
import type { Db } from '../client.ts';

type Row = { variantId: string; version: number; available: number; at: Date; nodes: StockSnapshot['nodes'] };

/**
 * What of each variant may be had now, and where. The version is the sum over its levels and those that were given up: it grows with every
 * change of any of them. A variant that nobody keeps anywhere has no snapshot.
 */
export async function stockSnapshots(db: Db, variantIds: string[]): Promise<StockSnapshot[]> {
  if (variantIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select variant_id as "variantId",
      sum(version) + (select stock_floor from variant where id = variant_id) as version, sum(greatest(0, available)) as available, max(updated_at) as at,
      json_agg(json_build_object('nodeId', node_id, 'available', greatest(0, available)) order by node_id) as nodes
    from stock_level where variant_id = any (${variantIds}::uuid[]) group by variant_id`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
