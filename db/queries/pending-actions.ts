import { sql } from 'kysely';
import type { PendingAction, Proposal } from '#lib/commerce/support/pending-action.ts';
import type { Db, Tx } from '../client.ts';
import { sealOf } from './idempotency.ts';

const action = [
  'id',
  'thread_id as threadId',
  'kind',
  'order_id as orderId',
  'arguments',
  'plan',
  'arguments_hash as argumentsHash',
  'effect',
  'amount_minor as amountMinor',
  'currency',
  'policy',
  'needs_staff as needsStaff',
  'session_seal as sessionSeal',
  'state',
  'code',
  'result',
  'expires_at as expiresAt',
  'confirmed_at as confirmedAt',
  'approved_by as approvedBy'
] as const;

export async function findAction(db: Db | Tx, id: string): Promise<PendingAction | undefined> {
  return db.selectFrom('pending_action').select(action).where('id', '=', id).$castTo<PendingAction>().executeTakeFirst();
}

export async function lockAction(tx: Tx, id: string): Promise<PendingAction | undefined> {
  return tx.selectFrom('pending_action').select(action).where('id', '=', id).forUpdate().$castTo<PendingAction>().executeTakeFirst();
}

/** Of everything that decides what is done, and of what was shown of it. */
export const hashOfProposal = ({ kind, orderId, arguments: asked, plan, effect, amountMinor, currency }: Proposal): string =>
  sealOf(sorted({ kind, orderId, asked, plan, effect, amountMinor, currency }));

/** The database keeps the names within an object in an order of its own, and nothing that is undefined. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]);
}

/** What was proposed last in a talk and has neither been done nor refused: it may wait still, or was withdrawn by what was said since. */
export async function lastAction(tx: Tx, threadId: string): Promise<PendingAction | null> {
  const row = await tx
    .selectFrom('pending_action')
    .select(action)
    .where('thread_id', '=', threadId)
    .orderBy('proposed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .$castTo<PendingAction>()
    .executeTakeFirst();
  return row === undefined || row.state === 'done' || row.state === 'refused' ? null : row;
}

export type NewAction = Omit<PendingAction, 'state' | 'code' | 'result' | 'confirmedAt' | 'approvedBy'> & { at: Date };

export async function insertAction(tx: Tx, made: NewAction): Promise<void> {
  await tx
    .insertInto('pending_action')
    .values({
      id: made.id,
      thread_id: made.threadId,
      kind: made.kind,
      order_id: made.orderId,
      arguments: JSON.stringify(made.arguments),
      plan: JSON.stringify(made.plan),
      arguments_hash: made.argumentsHash,
      effect: JSON.stringify(made.effect),
      amount_minor: made.amountMinor,
      currency: made.currency,
      policy: made.policy && JSON.stringify(made.policy),
      needs_staff: made.needsStaff,
      session_seal: made.sessionSeal,
      state: 'waiting',
      proposed_at: made.at,
      expires_at: made.expiresAt
    })
    .execute();
}

type Move = Partial<Pick<PendingAction, 'state' | 'code' | 'expiresAt' | 'approvedBy'>> & {
  reason?: string;
  result?: object;
  confirmedAt?: Date;
  endedAt?: Date;
};

/** "Not now" to whatever waits in a talk: something else is asked for. Under the lock of the talk. */
export async function withdrawWaiting(tx: Tx, threadId: string, at: Date): Promise<PendingAction | undefined> {
  const row = await tx
    .updateTable('pending_action')
    .set({ state: 'withdrawn', ended_at: at })
    .where('thread_id', '=', threadId)
    .where('state', '=', 'waiting')
    .returning(action)
    .executeTakeFirst();
  return row as PendingAction | undefined;
}

/** Under its lock. */
export async function moveAction(
  tx: Tx,
  id: string,
  { state, code, reason, result, confirmedAt, endedAt, expiresAt, approvedBy }: Move
): Promise<void> {
  await tx
    .updateTable('pending_action')
    .set({
      ...(state && { state }),
      ...(code !== undefined && { code }),
      ...(reason !== undefined && { reason }),
      ...(result && { result: JSON.stringify(result) }),
      ...(confirmedAt && { confirmed_at: confirmedAt }),
      ...(endedAt && { ended_at: endedAt }),
      ...(expiresAt && { expires_at: expiresAt }),
      ...(approvedBy !== undefined && { approved_by: approvedBy })
    })
    .where('id', '=', id)
    .execute();
}

type Claim = { id: string; threadId: string; sessionSeal: string; argumentsHash: string; at: Date; staffUntil: Date; cutOffBefore: Date };

/**
 * Takes it to be done, or to be asked for a second yes: of a hundred presses one gets it, because all that must hold stands in the UPDATE. So does
 * one press after a process died half-way. Undefined where something of it does not hold.
 */
export async function claimAction(tx: Tx, claim: Claim): Promise<PendingAction | undefined> {
  const row = await tx
    .updateTable('pending_action')
    .set({
      state: sql<'confirming'>`case when needs_staff and approved_by is null then 'with_staff' else 'confirming' end`,
      expires_at: sql<Date>`case when needs_staff and approved_by is null then ${claim.staffUntil}::timestamptz else expires_at end`,
      confirmed_at: claim.at
    })
    .where('id', '=', claim.id)
    .where('thread_id', '=', claim.threadId)
    .where('session_seal', '=', claim.sessionSeal)
    .where('arguments_hash', '=', claim.argumentsHash)
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'waiting'), eb('expires_at', '>', claim.at)]),
        eb.and([eb('state', '=', 'confirming'), eb('confirmed_at', '<=', claim.cutOffBefore)])
      ])
    )
    .returning(action)
    .executeTakeFirst();
  return row as PendingAction | undefined;
}

/** Whose time is over and which nobody has pressed. */
export async function lapsedActions(db: Db, { at, limit }: { at: Date; limit: number }): Promise<string[]> {
  const rows = await db
    .selectFrom('pending_action')
    .select('id')
    .where('state', 'in', ['waiting', 'with_staff'])
    .where('expires_at', '<=', at)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Claimed so long ago that whoever did it was cut off: those that were tried last come last. */
export async function cutOffActions(db: Db, { before, limit }: { before: Date; limit: number }): Promise<string[]> {
  const rows = await db
    .selectFrom('pending_action')
    .select('id')
    .where('state', '=', 'confirming')
    .where('confirmed_at', '<=', before)
    .orderBy('confirmed_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

type Untold = { since: Date; before: Date; notIn: readonly string[]; limit: number };

/**
 * What has ended and nobody was told of in its talk, under the key of its outcome. `notIn`: codes that no talk is told of. What one of us said no to
 * has its words; where all that was said was deleted nothing is said any more, nor of what was undone meanwhile.
 */
export async function untoldActions(db: Db, { since, before, notIn, limit }: Untold): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from pending_action a
    where a.state in ('done', 'refused') and a.ended_at > ${since} and a.ended_at <= ${before} and a.reason = ''
      and coalesce(a.code, '') <> all (${notIn}::text[])
      and exists (select from support_message m where m.thread_id = a.thread_id)
      and not exists (select from order_change c where c.id::text = a.result ->> 'changeId' and c.order_id = a.order_id and c.state = 'undone')
      and not exists (
        select from support_message m where m.thread_id = a.thread_id and m.key = 'action:' || a.id || ':' || coalesce(a.code, 'done'))
    order by a.ended_at limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

type TakeUp = { id: string; before: Date; at: Date };

/** Claims one of them anew: of all who try at once one gets it, and nobody before its time is over again. */
export async function takeUpAction(tx: Tx, { id, before, at }: TakeUp): Promise<PendingAction | undefined> {
  const row = await tx
    .updateTable('pending_action')
    .set({ confirmed_at: at })
    .where('id', '=', id)
    .where('state', '=', 'confirming')
    .where('confirmed_at', '<=', before)
    .returning(action)
    .executeTakeFirst();
  return row as PendingAction | undefined;
}
