import { sql } from 'kysely';
import type { Db } from '../client.ts';

export type Shelf = { variantId: string; nodeId: string };

/** Leaves exactly so many units to be sold there, by a movement as any other. */
export async function stockShelf(db: Db, { variantId, nodeId, units }: Shelf & { units: number }): Promise<void> {
  await sql`
    with shelf as (
      update stock_level set on_hand = allocated + held + unavailable + ${units}::int where variant_id = ${variantId} and node_id = ${nodeId}
      returning on_hand)
    insert into stock_movement (id, variant_id, node_id, kind, quantity, reason, actor, at)
    select gen_random_uuid(), ${variantId}::uuid, ${nodeId}, 'corrected', shelf.on_hand - l.on_hand, 'benchmark', '{"role": "system"}', now()
    from shelf, stock_level l where l.variant_id = ${variantId} and l.node_id = ${nodeId} and shelf.on_hand <> l.on_hand`.execute(db);
}

export async function shelfOf(db: Db, { variantId, nodeId }: Shelf): Promise<{ allocated: number; available: number }> {
  return db
    .selectFrom('stock_level')
    .select(['allocated', 'available'])
    .where('variant_id', '=', variantId)
    .where('node_id', '=', nodeId)
    .executeTakeFirstOrThrow();
}
