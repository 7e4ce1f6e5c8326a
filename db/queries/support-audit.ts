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

export type Reading = { threadId: string; userId: string; channel: string; arguments: object; at: Date };

/** A page that is open looks again with each message: that is one reading. */
const ONE_READING_MS = 15 * 60_000;

/** Which of us reads a talk stands in its log. */
export async function noteReading(db: Db, { threadId, userId, channel, arguments: asked, at }: Reading): Promise<void> {
  const before = await db
    .selectFrom('support_audit')
    .select('id')
    .where('thread_id', '=', threadId)
    .where('tool', '=', 'read_talk')
    .where(sql<boolean>`who ->> 'userId' = ${userId}`)
    .where('at', '>', new Date(at.getTime() - ONE_READING_MS))
    .limit(1)
    .executeTakeFirst();
  if (before) return;
  const said = { tool: 'read_talk', arguments: asked, decision: 'done' as const, code: null, rule: null, actionId: null };
  await insertAudit(db, { ...said, threadId, who: { as: 'staff', userId }, channel, at });
}

export type Tried = { tool: string; decision: AuditRow['decision']; code: string | null };
const MOST_TRIED = 10;

/** What was asked for last in a talk and what came of it, in its order. */
export async function triedIn(tx: Tx, threadId: string): Promise<Tried[]> {
  const rows = await tx
    .selectFrom('support_audit')
    .select(['tool', 'decision', 'code'])
    .where('thread_id', '=', threadId)
    .where('tool', 'not in', ['hand_over', 'read_talk', 'bring_talk', 'answer_at_counter'])
    .orderBy('id', 'desc')
    .limit(MOST_TRIED)
    .execute();
  return rows.toReversed();
}
