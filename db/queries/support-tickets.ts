import { sql } from 'kysely';
import type { ReturnIssueKind } from '#lib/commerce/returns/return-issue.ts';
import type { HandOverSummary } from '#lib/commerce/support/hand-over-summary.ts';
import type { TicketState } from '#lib/commerce/support/ticket.machine.ts';
import type { DueTimes, TicketAbout, TicketPriority } from '#lib/commerce/support/ticket.ts';
import type { Db, Tx } from '../client.ts';

export type Ticket = {
  id: string;
  threadId: string;
  orderId: string | null;
  returnId: string | null;
  state: TicketState;
  about: TicketAbout;
  priority: TicketPriority;
  assigneeId: string | null;
  openedAt: Date;
  firstDueAt: Date;
  solveDueAt: Date;
  firstAnsweredAt: Date | null;
  waitingSince: Date | null;
  waitedSeconds: number;
  clockFrom: Date;
  clockWaited: number;
  closedAt: Date | null;
  /** Of its talk: how far it is, which of us has it, and whose it is. */
  version: number;
  takenBy: string | null;
  customerId: string | null;
};

const ticket = [
  'k.id',
  'k.thread_id as threadId',
  'k.order_id as orderId',
  'k.return_id as returnId',
  'k.state',
  'k.about',
  'k.priority',
  'k.assignee_id as assigneeId',
  'k.opened_at as openedAt',
  'k.first_due_at as firstDueAt',
  'k.solve_due_at as solveDueAt',
  'k.first_answered_at as firstAnsweredAt',
  'k.waiting_since as waitingSince',
  'k.waited_seconds as waitedSeconds',
  'k.clock_from as clockFrom',
  'k.clock_waited as clockWaited',
  'k.closed_at as closedAt',
  't.version',
  't.taken_by as takenBy',
  't.customer_id as customerId'
] as const;

/** Under the lock of its talk, as everything in it. */
export async function lockTicket(tx: Tx, id: string): Promise<Ticket | undefined> {
  await sql`select from support_thread where id = (select thread_id from support_ticket where id = ${id}) for update`.execute(tx);
  return tx
    .selectFrom('support_ticket as k')
    .innerJoin('support_thread as t', 't.id', 'k.thread_id')
    .select(ticket)
    .where('k.id', '=', id)
    .executeTakeFirst();
}

/** @returns the version of a talk with what happened to it now; its lock is held until then */
export async function nextVersion(tx: Tx, threadId: string): Promise<number> {
  const { version } = await tx
    .updateTable('support_thread')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', threadId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export async function lockTalk(tx: Tx, threadId: string): Promise<void> {
  await tx.selectFrom('support_thread').select('id').where('id', '=', threadId).forUpdate().executeTakeFirst();
}

/** The newest of a talk whose lock is held. */
export async function lastTicket(tx: Tx, threadId: string): Promise<Ticket | undefined> {
  return tx
    .selectFrom('support_ticket as k')
    .innerJoin('support_thread as t', 't.id', 'k.thread_id')
    .select(ticket)
    .where('k.thread_id', '=', threadId)
    .orderBy('k.opened_at', 'desc')
    .orderBy('k.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

type Move = Partial<
  Pick<
    Ticket,
    | 'state'
    | 'assigneeId'
    | 'solveDueAt'
    | 'firstAnsweredAt'
    | 'waitingSince'
    | 'waitedSeconds'
    | 'clockFrom'
    | 'clockWaited'
    | 'closedAt'
    | 'takenBy'
  >
> & { firstSeconds?: number; solveSeconds?: number | null };

/** @returns the version of its talk with it. Only from the state that was read: what moved it meanwhile is no move of ours. */
export async function moveTicket(tx: Tx, found: Ticket, move: Move): Promise<number> {
  const { takenBy, ...of } = move;
  await tx
    .updateTable('support_ticket')
    .set({
      state: of.state ?? found.state,
      ...(of.assigneeId !== undefined && { assignee_id: of.assigneeId }),
      ...(of.solveDueAt && { solve_due_at: of.solveDueAt }),
      ...(of.firstAnsweredAt && { first_answered_at: of.firstAnsweredAt }),
      ...(of.waitingSince !== undefined && { waiting_since: of.waitingSince }),
      ...(of.waitedSeconds !== undefined && { waited_seconds: of.waitedSeconds }),
      ...(of.clockFrom && { clock_from: of.clockFrom }),
      ...(of.clockWaited !== undefined && { clock_waited: of.clockWaited }),
      ...(of.closedAt !== undefined && { closed_at: of.closedAt }),
      ...(of.firstSeconds !== undefined && { first_service_seconds: of.firstSeconds }),
      ...(of.solveSeconds !== undefined && { solve_service_seconds: of.solveSeconds })
    })
    .where('id', '=', found.id)
    .where('state', '=', found.state)
    .returning('id')
    .executeTakeFirstOrThrow();
  const { version } = await tx
    .updateTable('support_thread')
    .set((eb) => ({ version: eb('version', '+', 1), ...(takenBy !== undefined && { taken_by: takenBy }) }))
    .where('id', '=', found.threadId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** The talk is theirs, or was. Undefined when another of us has it: the condition is in the UPDATE, so of two at once one gets it. */
export async function takeThread(tx: Tx, threadId: string, userId: string): Promise<number | undefined> {
  const row = await tx
    .updateTable('support_thread')
    .set((eb) => ({ version: eb('version', '+', 1), taken_by: userId }))
    .where('id', '=', threadId)
    .where('taken_by', 'is', null)
    .returning('version')
    .executeTakeFirst();
  return row?.version;
}

export type NewTicket = {
  id: string;
  threadId: string;
  orderId: string | null;
  returnId?: string | null;
  issueId?: string | null;
  about: TicketAbout;
  priority: TicketPriority;
  summary: HandOverSummary;
  due: DueTimes;
  at: Date;
};

export async function insertTicket(tx: Tx, { threadId, orderId, returnId = null, issueId = null, ...made }: NewTicket): Promise<void> {
  await tx
    .insertInto('support_ticket')
    .values({
      id: made.id,
      thread_id: threadId,
      order_id: orderId,
      return_id: returnId,
      issue_id: issueId,
      state: 'open',
      about: made.about,
      priority: made.priority,
      summary: JSON.stringify(made.summary),
      opened_at: made.at,
      clock_from: made.at,
      first_due_at: made.due.firstDueAt,
      solve_due_at: made.due.solveDueAt
    })
    .execute();
}

/** Of the shopper and us. */
export async function hasShopperSpokenLast(tx: Tx, threadId: string): Promise<boolean> {
  const last = await tx
    .selectFrom('support_message')
    .select('author')
    .where('thread_id', '=', threadId)
    .where('author', '<>', 'assistant')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.author === 'shopper';
}

/** Whether that one of us had spoken in the talk before the action was proposed. */
export async function hasLedTo(tx: Tx, actionId: string, userId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('pending_action as p')
    .innerJoin('support_message as m', 'm.thread_id', 'p.thread_id')
    .select('m.id')
    .where('p.id', '=', actionId)
    .where('m.said_by', '=', userId)
    .whereRef('m.at', '<=', 'p.proposed_at')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type NewNote = { id: string; ticketId: string; words: string; writtenBy: string | null; at: Date };

/** False when it was written before. */
export async function insertNote(tx: Tx, { id, ticketId, words, writtenBy, at }: NewNote): Promise<boolean> {
  const row = await tx
    .insertInto('support_note')
    .values({ id, ticket_id: ticketId, words, written_by: writtenBy, at })
    .onConflict((known) => known.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Once: false when there are stars already, or it is not over. */
export async function rateTicket(tx: Tx, id: string, { stars, words, at }: { stars: number; words: string; at: Date }): Promise<boolean> {
  const row = await tx
    .updateTable('support_ticket')
    .set({ stars, stars_words: words, stars_at: at })
    .where('id', '=', id)
    .where('state', '=', 'closed')
    .where('stars', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The last one of a talk that is over and of which its shopper has not said how it was. */
export async function ticketToRate(db: Db, threadId: string): Promise<{ id: string; closedAt: Date } | undefined> {
  const row = await db
    .selectFrom('support_ticket')
    .select(['id', 'state', 'stars', 'closed_at as closedAt'])
    .where('thread_id', '=', threadId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.closedAt && row.stars === null ? { id: row.id, closedAt: row.closedAt } : undefined;
}

/** Who may have a ticket: whoever may see the office and still works here. */
export async function deskPeople(db: Db | Tx): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('app_user')
    .select(['id', 'name'])
    .where('role', 'in', ['support', 'manager', 'admin'])
    .where('ended_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

export type IssueOfReturn = {
  kind: ReturnIssueKind;
  words: string;
  number: string;
  returnId: string;
  orderId: string;
  customerId: string | null;
  ticketId: string | null;
};

/** What went wrong with a return, and whose it is. */
export async function issueForTicket(db: Db | Tx, issueId: string): Promise<IssueOfReturn | undefined> {
  const { rows } = await sql<IssueOfReturn>`
    select i.kind, i.words, r.number, r.id as "returnId", o.id as "orderId", o.customer_id as "customerId",
      (select k.id from support_ticket k where k.issue_id = i.id) as "ticketId"
    from return_issue i join return_case r on r.id = i.return_id join orders o on o.id = r.order_id
    where i.id = ${issueId}`.execute(db);
  return rows[0];
}
