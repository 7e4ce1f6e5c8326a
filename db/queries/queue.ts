import { sql } from 'kysely';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import type { QueueSnapshot, QueueView } from '#lib/commerce/stock/queue.ts';
import type { Db, Tx } from '../client.ts';

type Standing = { cartId: string; variantId: string };
export type NewPlace = Standing & { id: string; nodeId: string | null; until: Date; at: Date };

/** Behind all who stand there. Nothing new for whoever stands or has one already. Refuses `queue-closed`, `queues-full`. */
export async function joinLine(tx: Tx, { id, cartId, variantId, nodeId, until, at }: NewPlace): Promise<CommerceEvent[]> {
  const { rows } = await sql<{ events: CommerceEvent[] }>`
    select join_queue(${id}, ${cartId}, ${variantId}, ${nodeId}, ${until}, ${at}) as events`.execute(tx);
  return rows[0]?.events ?? [];
}

/** Out of the line; what was offered goes to the next before this transaction ends. */
export async function leaveLine(tx: Tx, { cartId, variantId }: Standing, at: Date): Promise<CommerceEvent[]> {
  const { rows } = await sql<{ events: CommerceEvent[] }>`select leave_queue(${cartId}, ${variantId}, ${at}) as events`.execute(tx);
  return rows[0]?.events ?? [];
}

/** Answers how many places ended or were made an offer. */
export async function tendQueues(db: Db, at: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ done: number }>`select tend_queues(${at}, ${limit}) as done`.execute(db);
  return rows[0]?.done ?? 0;
}

/** As one cart sees it, or somebody without one. */
export async function queueView(
  db: Db,
  { variantId, nodeId, cartId, at }: { variantId: string; nodeId: string | null; cartId: string | null; at: Date }
): Promise<QueueView> {
  const { rows } = await sql<Omit<QueueView, 'heldUntil'> & { heldUntil: Date | null }>`
    with level as (select * from stock_level l where l.variant_id = ${variantId} and suits_queue(${nodeId}, l.node_id)),
    held as (select h.* from hold h join level l using (variant_id, node_id) where h.state = 'held' and h.cart_id is distinct from ${cartId}::uuid),
    line as (select w.* from queue_place w join cart c on c.id = w.cart_id
      where w.variant_id = ${variantId} and w.state = 'waiting' and w.waits_until > ${at} and c.state in ('active', 'checkout', 'handed_off')),
    mine as (select * from line where cart_id = ${cartId}::uuid),
    offer as (select w.offered_at, o.state, o.expires_at from queue_place w join hold o on o.id = w.hold_id
      where w.cart_id = ${cartId}::uuid and w.variant_id = ${variantId} order by w.number desc limit 1),
    own as (select max(expires_at) as until from hold where cart_id = ${cartId}::uuid and variant_id = ${variantId} and state = 'held')
    select (select coalesce(sum(greatest(0, available)), 0)::int from level) as free,
      (select coalesce(sum(quantity), 0)::int from held) as held, (select min(expires_at) from held) as "heldUntil",
      (select count(*)::int from line w where w.node_id is null or ${nodeId}::text is null or w.node_id = ${nodeId}) as waiting,
      case when (select until from own) > ${at} then jsonb_build_object('state', 'offered', 'until', (select until from own))
        else (select jsonb_build_object('state', 'waiting', 'until', m.waits_until, 'ahead', (select count(*) from line w
          where w.number < m.number and (w.node_id is null or m.node_id is null or w.node_id = m.node_id))) from mine m) end as mine,
      coalesce((select state = 'expired' or state = 'held' and expires_at <= ${at} from offer), false) as missed,
      exists (select from cart_line where cart_id = ${cartId}::uuid and variant_id = ${variantId}) as "inCart"`.execute(db);
  const [view] = rows;
  if (!view) throw new Error('a query without a table answers one row');
  return { ...view, heldUntil: view.heldUntil?.toISOString() ?? null };
}

/** How much has happened in the queues for these variants. Places are never deleted, so it only grows. */
export async function queueSnapshots(db: Db, variantIds: string[]): Promise<QueueSnapshot[]> {
  if (variantIds.length === 0) return [];
  const { rows } = await sql<QueueSnapshot>`
    select v.id as "variantId", to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      (1 + coalesce((select sum(w.version) from queue_place w where w.variant_id = v.id), 0))::int as version
    from variant v where v.id = any (${variantIds}::uuid[])`.execute(db);
  return rows;
}
