import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { handOverMachine, handOverStates, type HandOverMove } from './hand-over.machine.ts';

const context = { expiresAt: '2026-11-25T12:10:00.000Z' };
const events = {
  claim: { type: 'claim', at: '2026-11-25T12:09:59.999Z' },
  expire: { type: 'expire', at: context.expiresAt },
  revoke: { type: 'revoke' },
  end: { type: 'end' }
} satisfies Record<string, HandOverMove>;

test('a hand-over moves as the table says and in no other way', () => {
  expect(movesOf(handOverMachine, { events, context })).toEqual({
    offered: { claim: 'claimed', expire: 'expired', revoke: 'revoked' },
    claimed: { end: 'ended' },
    expired: {},
    revoked: {},
    ended: {}
  });
});

test('every state of a hand-over is named and can be reached', () => {
  expect(statesReached(handOverMachine, { events, context })).toEqual([...handOverStates].toSorted());
});

test('at the moment it expires a code opens nothing, and before it the clock cannot end it', () => {
  const wrong = {
    claim: { ...events.claim, at: context.expiresAt },
    expire: { ...events.expire, at: events.claim.at }
  } satisfies Record<string, HandOverMove>;
  expect(movesOf(handOverMachine, { events: wrong, context })['offered']).toEqual({});
});
