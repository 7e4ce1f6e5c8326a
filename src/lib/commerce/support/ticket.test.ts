import { expect, test } from 'vitest';
import { returnIssueKinds } from '../returns/return-issue.ts';
import { asReopened, clockOn, dueFrom, dueNext, opensTicket, priorityOf } from './ticket.ts';

const at = new Date('2026-11-25T05:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const due = dueFrom({ firstMinutes: 30, solveMinutes: 600 }, at);

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
  const waiting = { waitingSince: later(10), waitedSeconds: 60, ...due };
  expect(clockOn(waiting, later(70))).toEqual({
    waitingSince: null,
    waitedSeconds: 3_660,
    firstDueAt: due.firstDueAt,
    solveDueAt: later(660)
  });
  expect(clockOn({ ...waiting, waitingSince: null }, later(70))).toEqual({ ...waiting, waitingSince: null });
});

test('what is opened again is to be solved as soon as a new one, and the time in between is nobody’s', () => {
  const again = asReopened({ waitedSeconds: 60, closedAt: later(10) }, { firstMinutes: 30, solveMinutes: 600 }, later(70));
  expect(again).toEqual({ assigneeId: null, closedAt: null, waitedSeconds: 3_660, solveDueAt: later(670) });
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
