import { sql, type RawBuilder } from 'kysely';
import type { HandOverSummary } from '#lib/commerce/support/hand-over-summary.ts';
import type { PendingActionState } from '#lib/commerce/support/pending-action.machine.ts';
import type { TicketState } from '#lib/commerce/support/ticket.machine.ts';
import type { TicketAbout, TicketPriority } from '#lib/commerce/support/ticket.ts';
import type { Author } from '#lib/commerce/support/who.ts';
import type { Db } from '../client.ts';

export type DeskTicket = {
  id: string;
  about: TicketAbout;
  priority: TicketPriority;
  state: TicketState;
  openedAt: Date;
  firstDueAt: Date;
  solveDueAt: Date;
  firstAnsweredAt: Date | null;
  closedAt: Date | null;
  stars: number | null;
  orderNumber: string | null;
  returnNumber: string | null;
  /** Of the account, or as a guest wrote it on the order. */
  shopperName: string | null;
  assignee: { id: string; name: string } | null;
  isTaken: boolean;
  /** Whether something in the talk waits for the second yes. */
  asksYes: boolean;
  last: { author: Author; words: string } | null;
};

export const deskViews = ['todo', 'waiting', 'closed'] as const;
export type DeskView = (typeof deskViews)[number];
/** `after`: what the last row of the page before was sorted by, as it was given out. */
export type DeskWish = {
  view: DeskView;
  /** `NOBODY` for those that nobody has. */
  assigneeId?: string | undefined;
  orderNumber?: string | undefined;
  after?: DeskCursor | undefined;
  limit: number;
};
export type DeskCursor = { at: Date; id: string };

export const NOBODY = 'nobody';

const EXCERPT = 140;

const DESK_TICKET = sql`
  k.id, k.about, k.priority, k.state, k.opened_at as "openedAt", k.first_due_at as "firstDueAt", k.solve_due_at as "solveDueAt",
  k.first_answered_at as "firstAnsweredAt", k.closed_at as "closedAt", k.stars, o.number as "orderNumber", r.number as "returnNumber",
  nullif(coalesce(u.name, o.contact ->> 'name'), '') as "shopperName",
  case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as assignee, t.taken_by is not null as "isTaken",
  exists (select from pending_action p where p.thread_id = t.id and p.state = 'with_staff') as "asksYes"`;
const TICKETS = sql`
  support_ticket k join support_thread t on t.id = k.thread_id
    left join orders o on o.id = coalesce(k.order_id, t.order_id)
    left join return_case r on r.id = k.return_id
    left join app_user u on u.id = t.customer_id
    left join app_user a on a.id = k.assignee_id`;

/** By what each view is sorted: what is due soonest first, so what is late stands on top; what was closed last first. */
const ORDER: Record<DeskView, { by: RawBuilder<unknown>; of: RawBuilder<unknown>; behind: RawBuilder<unknown> }> = {
  todo: { of: sql`k.state in ('open', 'reopened', 'assigned')`, by: sql`k.next_due_at, k.id`, behind: sql`(k.next_due_at, k.id) >` },
  waiting: { of: sql`k.state = 'waiting'`, by: sql`k.waiting_since, k.id`, behind: sql`(k.waiting_since, k.id) >` },
  closed: { of: sql`k.state = 'closed'`, by: sql`k.closed_at desc, k.id desc`, behind: sql`(k.closed_at, k.id) <` }
};

type Row = DeskTicket & { sortedBy: Date };

/** What is to be done, what waits for its shopper, or what is over. `next`: where the next page begins, if there is one. */
export async function deskTickets(db: Db, wish: DeskWish): Promise<{ tickets: DeskTicket[]; next: DeskCursor | null }> {
  const { of, by, behind } = ORDER[wish.view];
  const theirs =
    wish.assigneeId === undefined
      ? sql`true`
      : wish.assigneeId === NOBODY
        ? sql`k.assignee_id is null`
        : sql`k.assignee_id = ${wish.assigneeId}::uuid`;
  const ofOrder = wish.orderNumber === undefined ? sql`true` : sql`o.number = ${wish.orderNumber}`;
  const further = wish.after === undefined ? sql`true` : sql`${behind} (${wish.after.at}::timestamptz, ${wish.after.id}::uuid)`;
  const { rows } = await sql<Row>`
    select ${DESK_TICKET}, case k.state when 'waiting' then k.waiting_since when 'closed' then k.closed_at else k.next_due_at end as "sortedBy",
      case when m.author is not null then json_build_object('author', m.author, 'words', left(m.words, ${EXCERPT}::int)) end as last
    from ${TICKETS} left join lateral (
      select author, words from support_message where thread_id = k.thread_id order by seq desc limit 1) m on true
    where ${of} and ${theirs} and ${ofOrder} and ${further}
    order by ${by} limit ${wish.limit + 1}`.execute(db);
  const shown = rows.slice(0, wish.limit);
  const last = rows.length > wish.limit ? shown.at(-1) : undefined;
  return { tickets: shown, next: last ? { at: last.sortedBy, id: last.id } : null };
}

export type TicketOfOrder = { id: string; about: TicketAbout; state: TicketState; openedAt: Date };

/** What people have gone on with about an order, the newest first. */
export async function ticketsOfOrder(db: Db, orderId: string): Promise<TicketOfOrder[]> {
  return db
    .selectFrom('support_ticket')
    .select(['id', 'about', 'state', 'opened_at as openedAt'])
    .where('order_id', '=', orderId)
    .orderBy('opened_at', 'desc')
    .execute();
}

export type DeskCounts = { todo: number; late: number; waiting: number };

export async function deskCounts(db: Db, now: Date): Promise<DeskCounts> {
  const { rows } = await sql<DeskCounts>`
    select count(*) filter (where state <> 'waiting')::int as todo, count(*) filter (where next_due_at < ${now}::timestamptz)::int as late,
      count(*) filter (where state = 'waiting')::int as waiting
    from support_ticket where state <> 'closed'`.execute(db);
  return rows[0] ?? { todo: 0, late: 0, waiting: 0 };
}

export type TicketNote = { id: string; words: string; by: string | null; at: Date };
export type ProposedInTalk = {
  id: string;
  kind: string;
  orderNumber: string | null;
  state: PendingActionState;
  effect: unknown;
  amountMinor: number;
  currency: string;
  reason: string;
  code: string | null;
  proposedAt: Date;
  expiresAt: Date;
  approvedBy: string | null;
};
export type LoggedInTalk = { id: number; by: string; tool: string; decision: string; code: string | null; rule: unknown; at: Date };

export type TicketInFull = Omit<DeskTicket, 'last'> & {
  threadId: string;
  customerId: string | null;
  summary: HandOverSummary;
  orderId: string | null;
  takenBy: { id: string; name: string } | null;
  starsWords: string;
  version: number;
  promise: string | null;
  zone: string | null;
  issueKind: string | null;
};

/** The date that the shopper of the order waits for now: the earliest of those of parcels that have not come. */
const PROMISE = sql`
  select m.deliver_until, n.time_zone from fulfilment_order f join lateral (
      select p.deliver_until, p.state from promise p where p.fulfilment_order_id = f.id order by p.number desc limit 1) m on true
    left join node n on n.id = f.node_id
  where f.order_id = o.id and m.state in ('committed', 'revised', 'broken') order by m.deliver_until limit 1`;

export async function ticketInFull(db: Db, id: string): Promise<TicketInFull | undefined> {
  const { rows } = await sql<TicketInFull>`
    select ${DESK_TICKET}, t.id as "threadId", t.version, t.customer_id as "customerId", k.summary, o.id as "orderId", k.stars_words as "starsWords",
      (select json_build_object('id', h.id, 'name', h.name) from app_user h where h.id = t.taken_by) as "takenBy",
      (select to_json(w.deliver_until) #>> '{}' from (${PROMISE}) w) as promise, (select w.time_zone from (${PROMISE}) w) as zone,
      (select i.kind from return_issue i where i.id = k.issue_id) as "issueKind"
    from ${TICKETS} where k.id = ${id}::uuid`.execute(db);
  return rows[0];
}

export async function notesOf(db: Db, ticketId: string): Promise<TicketNote[]> {
  return db
    .selectFrom('support_note as n')
    .leftJoin('app_user as u', 'u.id', 'n.written_by')
    .select(['n.id', 'n.words', 'u.name as by', 'n.at'])
    .where('n.ticket_id', '=', ticketId)
    .orderBy('n.at')
    .orderBy('n.id')
    .execute();
}

/** What the assistant proposed in a talk, the newest first. */
export async function proposedIn(db: Db, threadId: string, most: number): Promise<ProposedInTalk[]> {
  return db
    .selectFrom('pending_action as p')
    .leftJoin('orders as o', 'o.id', 'p.order_id')
    .leftJoin('app_user as u', 'u.id', 'p.approved_by')
    .select(['p.id', 'p.kind', 'o.number as orderNumber', 'p.state', 'p.effect', 'p.amount_minor as amountMinor', 'p.currency'])
    .select(['p.reason', 'p.code', 'p.proposed_at as proposedAt', 'p.expires_at as expiresAt', 'u.name as approvedBy'])
    .where('p.thread_id', '=', threadId)
    .orderBy('p.proposed_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(most)
    .execute();
}

/** What was done in a talk, the newest first; who of us read it too. */
export async function loggedIn(db: Db, threadId: string, most: number): Promise<LoggedInTalk[]> {
  const { rows } = await sql<LoggedInTalk>`
    select s.id, coalesce(u.name, case s.who ->> 'as' when 'customer' then 'shopper' when 'guest' then 'shopper' else s.who ->> 'as' end) as by,
      s.tool, s.decision, s.code, s.rule, s.at
    from support_audit s left join app_user u on s.who ->> 'as' = 'staff' and u.id = (s.who ->> 'userId')::uuid
    where s.thread_id = ${threadId} order by s.id desc limit ${most}`.execute(db);
  return rows;
}

/** The names of those of us who said something in a talk. */
export async function namesInTalk(db: Db, threadId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('support_message as m')
    .innerJoin('app_user as u', 'u.id', 'm.said_by')
    .select(['u.id', 'u.name'])
    .distinct()
    .where('m.thread_id', '=', threadId)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
