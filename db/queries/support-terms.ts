import { sql } from 'kysely';
import type { SupportTerms } from '#lib/commerce/support/support-terms.ts';
import type { Clock, TicketAbout, TicketPriority, TicketTerms } from '#lib/commerce/support/ticket.ts';
import type { Db, Tx } from '../client.ts';

export type KeptTerms = SupportTerms & { version: number; changedBy: string | null; changedAt: Date };

const newest = (db: Db | Tx) =>
  db
    .selectFrom('support_terms as t')
    .select(['t.version', 't.hours', 't.levels', 't.changed_at as changedAt'])
    .orderBy('t.version', 'desc')
    .limit(1);

/** What is in force, and who of us said so. */
export async function termsInForce(db: Db | Tx): Promise<KeptTerms> {
  const { hours, levels, ...kept } = await newest(db)
    .leftJoin('app_user as u', 'u.id', 't.changed_by')
    .select('u.name as changedBy')
    .executeTakeFirstOrThrow();
  return { ...kept, hours: hours as SupportTerms['hours'], levels: levels as SupportTerms['levels'] };
}

type OfTicket = { about: TicketAbout; priority: TicketPriority };

/** For a ticket that is opened or moved now: nobody changes them until that is over. */
export async function termsOf(tx: Tx, { about, priority }: OfTicket): Promise<TicketTerms> {
  const row = await newest(tx).forKeyShare().executeTakeFirstOrThrow();
  const { hours, levels } = row as SupportTerms;
  return { hours, ...levels[about][priority] };
}

/** Whoever opens or moves a ticket is done by then, and the next one waits for what holds from now on. Readers of pages do not feel it. */
export async function lockTerms(tx: Tx): Promise<void> {
  await sql`lock table support_terms in exclusive mode`.execute(tx);
}

type NewTerms = SupportTerms & { version: number; userId: string; at: Date };

export async function insertTerms(tx: Tx, { version, hours, levels, userId, at }: NewTerms): Promise<void> {
  await tx
    .insertInto('support_terms')
    .values({ version, hours: JSON.stringify(hours), levels: JSON.stringify(levels), changed_by: userId, changed_at: at })
    .execute();
}

export type OpenTicket = OfTicket &
  Pick<Clock, 'clockFrom' | 'clockWaited' | 'firstDueAt'> & { id: string; openedAt: Date; isAnswered: boolean };

export async function openTickets(tx: Tx): Promise<OpenTicket[]> {
  return tx
    .selectFrom('support_ticket')
    .select(['id', 'about', 'priority', 'opened_at as openedAt', 'first_due_at as firstDueAt'])
    .select(['clock_from as clockFrom', 'clock_waited as clockWaited'])
    .select((eb) => eb('first_answered_at', 'is not', null).$castTo<boolean>().as('isAnswered'))
    .where('state', '<>', 'closed')
    .execute();
}

export async function setDueTimes(tx: Tx, due: readonly { id: string; firstDueAt: Date; solveDueAt: Date }[]): Promise<void> {
  if (due.length === 0) return;
  const [ids, first, solve] = [due.map(({ id }) => id), due.map((one) => one.firstDueAt), due.map((one) => one.solveDueAt)];
  await sql`
    update support_ticket k set first_due_at = d.first, solve_due_at = d.solve
    from unnest(${ids}::uuid[], ${first}::timestamptz[], ${solve}::timestamptz[]) as d (id, first, solve)
    where k.id = d.id and k.state <> 'closed'`.execute(tx);
}
