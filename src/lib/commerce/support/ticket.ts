import type { ReturnIssueKind } from '../returns/return-issue.ts';
import type { Mood } from './hand-over-summary.ts';
import type { TicketState } from './ticket.machine.ts';

export const ticketAbouts = ['order', 'return', 'payment', 'product', 'complaint', 'other'] as const;
export type TicketAbout = (typeof ticketAbouts)[number];
export const ticketPriorities = ['normal', 'high'] as const;
export type TicketPriority = (typeof ticketPriorities)[number];

/** How soon somebody is to answer, and to have solved it. */
export type ServiceLevel = { firstMinutes: number; solveMinutes: number };
export type DueTimes = { firstDueAt: Date; solveDueAt: Date };

const MINUTE_MS = 60_000;
/** Whoever asks again within this long asks about the same. */
export const REOPENS_WITHIN_MS = 3 * 24 * 3_600_000;

export const dueFrom = ({ firstMinutes, solveMinutes }: ServiceLevel, at: Date): DueTimes => ({
  firstDueAt: new Date(at.getTime() + firstMinutes * MINUTE_MS),
  solveDueAt: new Date(at.getTime() + solveMinutes * MINUTE_MS)
});

export type Clock = { waitingSince: Date | null; waitedSeconds: number; firstDueAt: Date; solveDueAt: Date };

/** The shopper had the word so long: what is to be solved is due so much later. */
export function clockOn({ waitingSince, waitedSeconds, firstDueAt, solveDueAt }: Clock, at: Date): Clock {
  const seconds = waitingSince === null ? 0 : Math.max(0, Math.floor((at.getTime() - waitingSince.getTime()) / 1000));
  return {
    waitingSince: null,
    waitedSeconds: waitedSeconds + seconds,
    firstDueAt,
    solveDueAt: new Date(solveDueAt.getTime() + seconds * 1000)
  };
}

type Over = Pick<Clock, 'waitedSeconds'> & { closedAt: Date | null };

/** It was not solved after all: it is to be solved as soon as a new one, and the time it was thought to be over is nobody's. */
export function asReopened({ waitedSeconds, closedAt }: Over, level: ServiceLevel, at: Date) {
  const { waitedSeconds: waited } = clockOn({ waitingSince: closedAt, waitedSeconds, ...dueFrom(level, at) }, at);
  return { assigneeId: null, closedAt: null, waitedSeconds: waited, solveDueAt: dueFrom(level, at).solveDueAt };
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
