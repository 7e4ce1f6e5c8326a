import { sql } from 'kysely';
import type { CartVisitor } from '#lib/commerce/cart/cart-snapshot.ts';
import type { Db } from '../client.ts';

/** How one connection is seen by the others at the same cart. */
export type Visitor = Omit<CartVisitor, 'nodeName' | 'since'> & { nodeId: string | null };
export type Beat = { id: string; cartId: string; visitor: Visitor; since: Date };
export type Present = { id: string; cartId: string; visitor: CartVisitor };

/** Longer than two beats and a breath: whoever is silent for so long is gone, with the process it was connected to. */
const GONE_AFTER = '6 seconds';

/** These connections are still there, by the clock of the database. */
export async function beat(db: Db, beats: Beat[]): Promise<void> {
  if (beats.length === 0) return;
  await sql`
    insert into cart_presence (id, cart_id, visitor, since, seen_at)
      select id, "cartId", visitor, since, now() from jsonb_to_recordset(${JSON.stringify(beats)}::jsonb)
        as b (id uuid, "cartId" uuid, visitor jsonb, since timestamptz)
    on conflict (id) do update set seen_at = excluded.seen_at`.execute(db);
}

/** Connections that ended, and those of processes that ended without a word. */
export async function leave(db: Db, ids: string[]): Promise<void> {
  await sql`delete from cart_presence where id = any (${ids}::uuid[]) or seen_at < now() - interval '1 minute'`.execute(db);
}

export async function presentAt(db: Db, cartIds: string[]): Promise<Present[]> {
  const { rows } = await sql<Present>`
    select p.id, p.cart_id as "cartId",
      p.visitor - 'nodeId' || jsonb_build_object('nodeName', n.name, 'since', to_char(p.since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as visitor
    from cart_presence p left join node n on n.id = p.visitor ->> 'nodeId'
    where p.cart_id = any (${cartIds}::uuid[]) and p.seen_at > now() - ${GONE_AFTER}::interval
    order by p.since, p.id`.execute(db);
  return rows;
}
