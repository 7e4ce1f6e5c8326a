import { expect, test } from 'vitest';
import { returnIssueKinds } from '../returns/return-issue.ts';
import { ALWAYS, type OpeningHours } from './opening-hours.ts';
import { asReopened, clockOn, dueAnew, dueFrom, dueNext, firstService, opensTicket, priorityOf, solveService } from './ticket.ts';

const at = new Date('2026-11-25T05:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const terms = { firstMinutes: 30, solveMinutes: 600, hours: ALWAYS };
const due = dueFrom(terms, at);
/** From half past nine to half past six in Bengaluru; the morning of these tests is an hour later. */
const byDay: OpeningHours = { ...ALWAYS, week: Array.from({ length: 7 }, () => [{ opens: 570, closes: 1_110 }]) };

test('first somebody answers, then it is solved, and each is late the moment after it was due', () => {
  const open = { state: 'open', firstAnsweredAt: null, ...due } as const;
  expect(dueNext(open, later(30))).toEqual({ what: 'answer', dueAt: later(30), isLate: false });
  expect(dueNext(open, new Date(later(30).getTime() + 1))?.isLate).toBe(true);
  const answered = { state: 'assigned', firstAnsweredAt: later(5), ...due } as const;
  expect(dueNext(answered, later(40))).toEqual({ what: 'solve', dueAt: later(600), isLate: false });
  expect(dueNext(answered, later(601))?.isLate).toBe(true);
});

test('nothing is late while the shopper has the word, and what waited is due so much later', () => {
  for (const state of ['waiting', 'closed'] as const)
    expect(dueNext({ state, firstAnsweredAt: later(5), ...due }, later(9_999))).toBe(null);
  const waiting = { waitingSince: later(10), waitedSeconds: 60, clockFrom: at, clockWaited: 0, ...due };
  expect(clockOn(waiting, terms, later(70))).toEqual({
    waitingSince: null,
    waitedSeconds: 3_660,
    clockFrom: at,
    clockWaited: 3_600,
    firstDueAt: due.firstDueAt,
    solveDueAt: later(660)
  });
  expect(clockOn({ ...waiting, waitingSince: null }, terms, later(70))).toEqual({ ...waiting, waitingSince: null });
});

test('what is opened again is to be solved as soon as a new one, and the time in between is nobody’s', () => {
  const again = asReopened({ waitedSeconds: 60, closedAt: later(10) }, terms, later(70));
  const clock = { clockFrom: later(70), clockWaited: 0 };
  expect(again).toEqual({ assigneeId: null, closedAt: null, solveSeconds: null, waitedSeconds: 3_660, ...clock, solveDueAt: later(670) });
});

test('a night in which nobody is there is no time: neither of ours nor of what the shopper waited', () => {
  const inDay = { ...terms, hours: byDay };
  expect(dueFrom(inDay, at)).toEqual({ firstDueAt: later(30), solveDueAt: later(24 * 60 + 60) });
  // They had the word from an hour before the end of the day to an hour after the beginning of the next.
  const waiting = { waitingSince: later(420), waitedSeconds: 0, clockFrom: at, clockWaited: 0, ...dueFrom(inDay, at) };
  const on = clockOn(waiting, inDay, later(24 * 60));
  expect(firstService({ openedAt: at }, inDay, later(24 * 60))).toBe(540 * 60);
  expect(solveService(on, inDay, later(24 * 60 + 30))).toBe((540 + 30 - 120) * 60);
  expect(on).toMatchObject({ waitedSeconds: (24 * 60 - 420) * 60, clockWaited: 120 * 60, solveDueAt: later(24 * 60 + 180) });
});

test('other hours give what is open other times, from when it was opened; what was answered has been answered', () => {
  const open = { openedAt: at, clockFrom: at, clockWaited: 3_600, firstDueAt: due.firstDueAt, isAnswered: false };
  const slower = { firstMinutes: 60, solveMinutes: 300, hours: byDay };
  expect(dueAnew(open, slower)).toEqual({ firstDueAt: later(60), solveDueAt: later(360) });
  expect(dueAnew({ ...open, isAnswered: true }, slower).firstDueAt).toEqual(due.firstDueAt);
  // Never to be solved before it is to be answered.
  expect(dueAnew({ ...open, isAnswered: true, clockWaited: 0 }, { ...slower, solveMinutes: 10 }).firstDueAt).toEqual(later(10));
});

test('a complaint and an angry shopper are pressing', () => {
  expect([
    priorityOf('order', 'calm'),
    priorityOf('order', 'urgent'),
    priorityOf('order', 'angry'),
    priorityOf('complaint', 'calm')
  ]).toEqual(['normal', 'normal', 'high', 'high']);
});

test('a ticket opens by itself where a shopper waits for something', () => {
  expect(returnIssueKinds.filter(opensTicket)).toEqual(['refund-overdue', 'label-refused', 'lost']);
});
