import { sql } from 'kysely';
import type { PolicyMark } from '#lib/commerce/policies/policy.ts';
import type { Who } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';

export type AuditRow = {
  threadId: string;
  actionId: string | null;
  who: Who | { as: 'staff'; userId: string } | { as: 'system' };
  channel: string;
  tool: string;
  /** As `audited` leaves them. */
  arguments: unknown;
  decision: 'done' | 'refused' | 'needs_approval' | 'withdrawn';
  code: string | null;
  rule: PolicyMark | null;
  before?: object | null;
  after?: object | null;
  at: Date;
};

export async function insertAudit(db: Db | Tx, ...rows: AuditRow[]): Promise<void> {
  await db
    .insertInto('support_audit')
    .values(
      rows.map((row) => ({
        thread_id: row.threadId,
        action_id: row.actionId,
        who: JSON.stringify(row.who),
        channel: row.channel,
        tool: row.tool,
        arguments: JSON.stringify(row.arguments ?? null),
        decision: row.decision,
        code: row.code,
        rule: row.rule && JSON.stringify(row.rule),
        before: row.before ? JSON.stringify(row.before) : null,
        after: row.after ? JSON.stringify(row.after) : null,
        at: row.at
      }))
    )
    .execute();
}

/** How an order stands, as a log says it before and after: how far its stream is, and the states of its parcels and payments. */
export async function orderMark(db: Db | Tx, orderId: string | null): Promise<object | null> {
  if (orderId === null) return null;
  const { rows } = await sql<{ mark: object }>`
    select jsonb_build_object('life', o.life, 'version', o.version, 'totalMinor', o.total_minor,
      'parcels', (select jsonb_agg(f.state order by f.place) from fulfilment_order f where f.order_id = o.id),
      'payments', (select jsonb_agg(p.state order by p.id) from payment p where p.order_id = o.id)) as mark
    from orders o where o.id = ${orderId}`.execute(db);
  return rows[0]?.mark ?? null;
}

/** Whether that one of us has read the talk since then. */
export async function wasReadSince(
  db: Db,
  { threadId, userId, since }: { threadId: string; userId: string; since: Date }
): Promise<boolean> {
  const row = await db
    .selectFrom('support_audit')
    .select('id')
    .where('thread_id', '=', threadId)
    .where('tool', '=', 'read_talk')
    .where(sql<boolean>`who ->> 'userId' = ${userId}`)
    .where('at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type Tried = { tool: string; decision: AuditRow['decision']; code: string | null };
const MOST_TRIED = 10;

/** What was asked for last in a talk and what came of it, in its order. */
export async function triedIn(tx: Tx, threadId: string): Promise<Tried[]> {
  const rows = await tx
    .selectFrom('support_audit')
    .select(['tool', 'decision', 'code'])
    .where('thread_id', '=', threadId)
    .where('tool', 'not in', ['hand_over', 'read_talk', 'bring_talk'])
    .orderBy('id', 'desc')
    .limit(MOST_TRIED)
    .execute();
  return rows.toReversed();
}
