import { sql } from 'kysely';
import type { Db } from '../client.ts';

export type ByPlace = { releasedHere: number; elsewhere: number; unfillable: number; moved: number };

/** Where the parcels of a shop lie, seen from one place; `moved`: how often one went to another place. */
export async function parcelsByPlace(db: Db, nodeId: string): Promise<ByPlace> {
  const { rows } = await sql<ByPlace>`
    select count(*) filter (where node_id = ${nodeId} and state in ('allocated', 'released'))::int as "releasedHere",
      count(*) filter (where node_id <> ${nodeId})::int as elsewhere, count(*) filter (where state = 'unfillable')::int as unfillable,
      coalesce(sum(moves), 0)::int as moved
    from fulfilment_order`.execute(db);
  return rows[0] ?? { releasedHere: 0, elsewhere: 0, unfillable: 0, moved: 0 };
}
