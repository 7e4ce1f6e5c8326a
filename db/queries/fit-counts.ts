import { sql } from 'kysely';
import type { Tx } from '../client.ts';

/**
 * Counts anew who sent what back, and what they said of its size: by make, and by product with each return once. What nobody sent back since
 * `since` goes.
 */
export async function reckonFitCounts(tx: Tx, { since, at }: { since: Date; at: Date }): Promise<void> {
  await sql`
    insert into fit_count (product_id, variant_id, returned, small, large, computed_at)
      select v.product_id, l.variant_id, count(distinct r.id), count(distinct r.id) filter (where l.reason = 'too-small'),
        count(distinct r.id) filter (where l.reason = 'too-large'), ${at}::timestamptz
      from return_case r join return_line l on l.return_id = r.id join variant v on v.id = l.variant_id
      where r.handed_over_at >= ${since}::timestamptz
      group by grouping sets ((v.product_id, l.variant_id), (v.product_id))
      order by v.product_id, l.variant_id
    on conflict (product_id, variant_id) do update
      set returned = excluded.returned, small = excluded.small, large = excluded.large, computed_at = excluded.computed_at`.execute(tx);
  await tx.deleteFrom('fit_count').where('computed_at', '<', at).execute();
}
