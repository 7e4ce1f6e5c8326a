import { sql, type RawBuilder } from 'kysely';
import type { TicketAbout, TicketPriority } from '#lib/commerce/support/ticket.ts';
import type { Db } from '../client.ts';

/** How long it took, in seconds, and how it was: of the tickets that were opened in a time. */
export type SupportTimes = {
  of: string;
  tickets: number;
  answered: number;
  /** Not answered, or not solved, in time. */
  late: number;
  firstMedian: number | null;
  firstP90: number | null;
  solved: number;
  solveMedian: number | null;
  solveP90: number | null;
  /** Of the hours in which somebody is there. */
  firstService: number | null;
  solveService: number | null;
  stars: number | null;
  rated: number;
};

/** What waited for its shopper is no time of ours. */
const SOLVED = sql`extract(epoch from k.closed_at - k.opened_at) - k.waited_seconds`;
const FIRST = sql`extract(epoch from k.first_answered_at - k.opened_at)`;

type Span = { from: Date; until: Date };

async function timesBy(db: Db, by: RawBuilder<string>, { from, until }: Span): Promise<SupportTimes[]> {
  const { rows } = await sql<SupportTimes>`
    select ${by} as of, count(*)::int as tickets, count(k.first_answered_at)::int as answered,
      count(*) filter (where coalesce(k.first_answered_at, ${until}) > k.first_due_at or coalesce(k.closed_at, k.waiting_since, ${until}) > k.solve_due_at)::int
        as late,
      percentile_cont(0.5) within group (order by ${FIRST}) as "firstMedian", percentile_cont(0.9) within group (order by ${FIRST}) as "firstP90",
      count(k.closed_at)::int as solved,
      percentile_cont(0.5) within group (order by ${SOLVED}) as "solveMedian", percentile_cont(0.9) within group (order by ${SOLVED}) as "solveP90",
      percentile_cont(0.5) within group (order by k.first_service_seconds) as "firstService",
      percentile_cont(0.5) within group (order by k.solve_service_seconds) as "solveService",
      avg(k.stars)::float as stars, count(k.stars)::int as rated
    from support_ticket k where k.opened_at >= ${from} and k.opened_at < ${until}
    group by 1 order by 1`.execute(db);
  return rows;
}

/** By what they were about. */
export const timesByAbout = async (db: Db, span: Span): Promise<SupportTimes[]> => timesBy(db, sql`k.about`, span);

/** By the Monday of the week in `zone` in which they were opened, the newest last. */
export const timesByWeek = async (db: Db, { zone, ...span }: Span & { zone: string }): Promise<SupportTimes[]> =>
  timesBy(db, sql`to_char(date_trunc('week', k.opened_at at time zone ${zone}::text), 'YYYY-MM-DD')`, span);

/** Those of one kind, by the service clock. `answered`, `solved`: of how many that is known. */
export type ServiceTimes = {
  about: TicketAbout;
  priority: TicketPriority;
  answered: number;
  firstMedian: number | null;
  solved: number;
  solveMedian: number | null;
};

/** As what is wanted is said: by what it was about and how pressing it was, in seconds of the hours in which somebody is there. */
export async function serviceTimes(db: Db, { from, until }: Span): Promise<ServiceTimes[]> {
  const { rows } = await sql<ServiceTimes>`
    select k.about, k.priority, count(k.first_service_seconds)::int as answered, count(k.solve_service_seconds)::int as solved,
      percentile_cont(0.5) within group (order by k.first_service_seconds) as "firstMedian",
      percentile_cont(0.5) within group (order by k.solve_service_seconds) as "solveMedian"
    from support_ticket k where k.opened_at >= ${from} and k.opened_at < ${until}
    group by 1, 2 having count(k.first_service_seconds) + count(k.solve_service_seconds) > 0 order by 1, 2 desc`.execute(db);
  return rows;
}
