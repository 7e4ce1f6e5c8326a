import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { holdMachine, holdStates, type HoldContext, type HoldMove } from './hold.machine.ts';

const context: HoldContext = { expiresAt: '2026-11-25T12:15:00.000Z', extensions: 0, maxExtensions: 2, extendedForPayment: false };
const before = '2026-11-25T12:14:59.999Z';
const events = {
  extend: { type: 'extend', because: 'shopper', at: before },
  'extend-for-payment': { type: 'extend', because: 'payment', at: before },
  convert: { type: 'convert', at: before },
  release: { type: 'release' },
  ttl: { type: 'ttl', at: context.expiresAt }
} satisfies Record<string, HoldMove>;

test('a hold moves as the table says and in no other way', () => {
  expect(movesOf(holdMachine, { events, context })).toEqual({
    held: { extend: 'held', 'extend-for-payment': 'held', convert: 'converted', release: 'released', ttl: 'expired' },
    converted: {},
    released: {},
    expired: {}
  });
});

test('every state of a hold is named and can be reached', () => {
  expect(statesReached(holdMachine, { events, context })).toEqual([...holdStates].toSorted());
});

test('at the moment of its expiry a hold is neither extended nor converted, and before it the clock cannot end it', () => {
  const wrong = {
    extend: { ...events.extend, at: context.expiresAt },
    payment: { ...events['extend-for-payment'], at: context.expiresAt },
    convert: { ...events.convert, at: context.expiresAt },
    ttl: { ...events.ttl, at: before }
  } satisfies Record<string, HoldMove>;
  expect(movesOf(holdMachine, { events: wrong, context })['held']).toEqual({});
});

test('extensions are bounded, and a payment has exactly one of its own', () => {
  const usedUp = { ...context, extensions: 2 };
  expect(movesOf(holdMachine, { events, context: usedUp })['held']).toMatchObject({ 'extend-for-payment': 'held' });
  expect(movesOf(holdMachine, { events, context: usedUp })['held']).not.toHaveProperty('extend');
  expect(movesOf(holdMachine, { events, context: { ...context, extendedForPayment: true } })['held']).not.toHaveProperty(
    'extend-for-payment'
  );
});
