import { sql } from 'kysely';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Tx } from '../client.ts';

export type ShelfRow = {
  variant_id: string;
  node_id: string;
  on_hand: number;
  unavailable: number;
  safety: number;
  for_counter: number;
  bin: string | null;
  counted_at: string | null;
};

/** What shelves will hold when all of the file is in. */
export async function planShelves(tx: Tx, shelves: ShelfRow[]): Promise<void> {
  if (shelves.length === 0) return;
  const list = JSON.stringify(shelves);
  await sql`
    insert into state_shelf select x.* from jsonb_populate_recordset(null::state_shelf, ${list}::jsonb) x on conflict do nothing`.execute(
    tx
  );
  // The columns in words: the type of a table that is made anew for each file is none that a kept plan may name.
  await sql`
    insert into stock_level (variant_id, node_id) select variant_id, node_id from jsonb_to_recordset(${list}::jsonb) x (variant_id uuid, node_id text)
    order by 1, 2 on conflict do nothing`.execute(tx);
}

export type Shortage = { nodeId: string; variantId: string; short: number };

/**
 * All shelves that the file speaks of, by their stock or by what is bound there: counted as it says, bound as the parcels are, and short by
 * what does not lie there. Pages that are open hear of it; nothing else follows from it.
 */
export async function settleShelves(tx: Tx, by: { actor: Actor; importId: string; at: Date }): Promise<Shortage[]> {
  await sql`analyze state_shelf`.execute(tx);
  await sql`
    insert into stock_movement (id, variant_id, node_id, kind, quantity, set_aside, reason, import_id, actor, at)
    select gen_random_uuid(), l.variant_id, l.node_id, case when l.version = 1 and l.on_hand = 0 then 'received' else 'counted' end,
      s.on_hand - l.on_hand, s.unavailable - l.unavailable, 'import', ${by.importId}, ${JSON.stringify(by.actor)}::jsonb, ${by.at}
    from state_shelf s join stock_level l using (variant_id, node_id)
    where s.on_hand is not null and (s.on_hand, s.unavailable) <> (l.on_hand, l.unavailable)`.execute(tx);
  const { channel, ...actor } = by.actor;
  const { rows } = await sql<Shortage>`
    with bound as (
        select s.variant_id, s.node_id, coalesce((select sum(a.quantity) from allocation a
          where a.variant_id = s.variant_id and a.node_id = s.node_id and a.state = 'open'), 0)::int as units from state_shelf s),
      settled as (
        update stock_level l set on_hand = coalesce(s.on_hand, l.on_hand), unavailable = coalesce(s.unavailable, l.unavailable),
          safety = coalesce(s.safety, l.safety), for_counter = coalesce(s.for_counter, l.for_counter),
          bin = case when s.on_hand is null then l.bin else s.bin end,
          counted_at = case when s.on_hand is null then l.counted_at else s.counted_at end,
          allocated = b.units,
          short = greatest(0, b.units + l.held + coalesce(s.unavailable, l.unavailable) - coalesce(s.on_hand, l.on_hand)),
          version = l.version + 1, updated_at = ${by.at}
        from state_shelf s join bound b using (variant_id, node_id) where l.variant_id = s.variant_id and l.node_id = s.node_id
        returning stock_changed(l) as fact, l.variant_id, l.node_id, l.short, l.version),
      facts as (
        select fact from settled
        union all select jsonb_build_object('type', 'stock.shortage', 'topic', 'shortage:' || node_id || '/' || variant_id, 'version', version,
          'nodeId', node_id, 'variantId', variant_id, 'short', short) from settled where short > 0),
      written as (
        insert into event (topic, version, type, data, actor, channel, cause, at)
        select fact ->> 'topic', (fact ->> 'version')::int, fact ->> 'type', fact - 'topic' - 'version' - 'type', ${JSON.stringify(actor)}::jsonb,
          ${channel}, ${`import:${by.importId}`}, ${by.at} from facts
        returning position, topic),
      told as (insert into outbox (position, topic) select position, topic from written)
    select node_id as "nodeId", variant_id as "variantId", short from settled where short > 0 order by short desc, 1, 2`.execute(tx);
  return rows;
}
