import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { consentMachine, consentStates, type ConsentMove } from './consent.machine.ts';

const context = { expiresAt: '2026-11-25T12:05:00.000Z' };
const events = {
  open: { type: 'open', at: '2026-11-25T12:04:59.999Z' },
  lapse: { type: 'lapse', at: context.expiresAt },
  withdraw: { type: 'withdraw' },
  end: { type: 'end' }
} satisfies Record<string, ConsentMove>;

test('a consent moves as the table says and in no other way', () => {
  expect(movesOf(consentMachine, { events, context })).toEqual({
    offered: { open: 'open', lapse: 'lapsed', withdraw: 'withdrawn' },
    open: { end: 'ended', lapse: 'ended' },
    withdrawn: {},
    lapsed: {},
    ended: {}
  });
});

test('every state of a consent is named and can be reached', () => {
  expect(statesReached(consentMachine, { events, context })).toEqual([...consentStates].toSorted());
});

test('at the moment it expires a code opens nothing, and before it the clock ends nothing', () => {
  const wrong = {
    open: { ...events.open, at: context.expiresAt },
    lapse: { ...events.lapse, at: events.open.at }
  } satisfies Record<string, ConsentMove>;
  const moves = movesOf(consentMachine, { events: wrong, context });
  expect([moves['offered'], moves['open']]).toEqual([{}, {}]);
});
