import type { ReturnIssueKind } from '../returns/return-issue.ts';
import { afterOpen, openBetween, type OpeningHours } from './opening-hours.ts';
import type { Mood } from './hand-over-summary.ts';
import type { TicketState } from './ticket.machine.ts';

export const ticketAbouts = ['order', 'return', 'payment', 'product', 'complaint', 'other'] as const;
export type TicketAbout = (typeof ticketAbouts)[number];
export const ticketPriorities = ['normal', 'high'] as const;
export type TicketPriority = (typeof ticketPriorities)[number];

/** How soon somebody is to answer, and to have solved it, in minutes of the hours in which somebody is there. */
export type ServiceLevel = { firstMinutes: number; solveMinutes: number };
/** What is in force for a ticket. */
export type TicketTerms = ServiceLevel & { hours: OpeningHours };
export type DueTimes = { firstDueAt: Date; solveDueAt: Date };

/** Whoever asks again within this long asks about the same. */
export const REOPENS_WITHIN_MS = 3 * 24 * 3_600_000;

export const dueFrom = ({ firstMinutes, solveMinutes, hours }: TicketTerms, at: Date): DueTimes => ({
  firstDueAt: afterOpen(hours, at, firstMinutes * 60),
  solveDueAt: afterOpen(hours, at, solveMinutes * 60)
});

/**
 * `clockFrom`: when it was opened, or opened again; `clockWaited`: of the hours since then in which somebody is there, how many seconds its shopper
 * had the word. `waitedSeconds`: the same by the clock on the wall, of all its time.
 */
export type Clock = {
  waitingSince: Date | null;
  waitedSeconds: number;
  clockFrom: Date;
  clockWaited: number;
  firstDueAt: Date;
  solveDueAt: Date;
};

/** The shopper had the word so long: what is to be solved is due so much later. */
export function clockOn(
  { waitingSince, waitedSeconds, clockFrom, clockWaited, firstDueAt, solveDueAt }: Clock,
  terms: TicketTerms,
  at: Date
): Clock {
  if (waitingSince === null) return { waitingSince, waitedSeconds, clockFrom, clockWaited, firstDueAt, solveDueAt };
  const waited = clockWaited + openBetween(terms.hours, waitingSince, at);
  return {
    waitingSince: null,
    waitedSeconds: waitedSeconds + secondsBetween(waitingSince, at),
    clockFrom,
    clockWaited: waited,
    firstDueAt,
    solveDueAt: solveDueOf({ clockFrom, clockWaited: waited }, terms)
  };
}

/** How long it took of the hours in which somebody is there: what was wanted is said in the same. */
export const firstService = ({ openedAt }: { openedAt: Date }, { hours }: TicketTerms, at: Date): number =>
  openBetween(hours, openedAt, at);

/** Since it was opened, or opened again, without what waited for its shopper. */
export const solveService = (
  { clockFrom, clockWaited }: Pick<Clock, 'clockFrom' | 'clockWaited'>,
  { hours }: TicketTerms,
  at: Date
): number => Math.max(0, openBetween(hours, clockFrom, at) - clockWaited);

const secondsBetween = (from: Date, until: Date): number => Math.max(0, Math.floor((until.getTime() - from.getTime()) / 1_000));

const solveDueOf = ({ clockFrom, clockWaited }: Pick<Clock, 'clockFrom' | 'clockWaited'>, { hours, solveMinutes }: TicketTerms): Date =>
  afterOpen(hours, clockFrom, solveMinutes * 60 + clockWaited);

/** Other hours and levels hold, for what is open as well. What was answered has been answered. */
export function dueAnew(
  clock: Pick<Clock, 'clockFrom' | 'clockWaited' | 'firstDueAt'> & { openedAt: Date; isAnswered: boolean },
  terms: TicketTerms
): DueTimes {
  const solveDueAt = solveDueOf(clock, terms);
  const firstDueAt = clock.isAnswered ? clock.firstDueAt : dueFrom(terms, clock.openedAt).firstDueAt;
  return { firstDueAt: firstDueAt < solveDueAt ? firstDueAt : solveDueAt, solveDueAt };
}

type Over = Pick<Clock, 'waitedSeconds'> & { closedAt: Date | null };

/** It was not solved after all: it is to be solved as soon as a new one, and the time it was thought to be over is nobody's. */
export function asReopened({ waitedSeconds, closedAt }: Over, terms: TicketTerms, at: Date) {
  const waited = waitedSeconds + (closedAt === null ? 0 : secondsBetween(closedAt, at));
  const { solveDueAt } = dueFrom(terms, at);
  return { assigneeId: null, closedAt: null, solveSeconds: null, waitedSeconds: waited, clockFrom: at, clockWaited: 0, solveDueAt };
}

type OnClock = { state: TicketState; firstAnsweredAt: Date | null; firstDueAt: Date; solveDueAt: Date };
export type Due = { what: 'answer' | 'solve'; dueAt: Date; isLate: boolean };

/** What is due next and when; nothing while it waits for its shopper or is over. */
export function dueNext({ state, firstAnsweredAt, firstDueAt, solveDueAt }: OnClock, now: Date): Due | null {
  if (state === 'waiting' || state === 'closed') return null;
  const dueAt = firstAnsweredAt === null ? firstDueAt : solveDueAt;
  return { what: firstAnsweredAt === null ? 'answer' : 'solve', dueAt, isLate: dueAt < now };
}

/** An angry shopper and a complaint do not wait in line with the others. */
export const priorityOf = (about: TicketAbout, mood: Mood): TicketPriority =>
  about === 'complaint' || mood === 'angry' ? 'high' : 'normal';

/** What went wrong with a return while its shopper waits for something; the rest is for those who have it in hand. */
const OPENS_TICKET: ReadonlySet<ReturnIssueKind> = new Set(['refund-overdue', 'lost', 'label-refused']);
export const opensTicket = (kind: ReturnIssueKind): boolean => OPENS_TICKET.has(kind);
