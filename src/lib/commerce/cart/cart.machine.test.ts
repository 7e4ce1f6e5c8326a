import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { cartMachine, cartStates, type CartMove } from './cart.machine.ts';

const context = { cartId: 'c1' };
const still = { prices: true, holds: true, promise: true };
const events = {
  checkout: { type: 'checkout' },
  back: { type: 'back' },
  place: { type: 'place', still },
  handoff: { type: 'handoff' },
  claim: { type: 'claim' },
  timeout: { type: 'timeout' },
  merge: { type: 'merge', into: 'c2' },
  part: { type: 'part', was: 'active' },
  idle: { type: 'idle' },
  return: { type: 'return' },
  expire: { type: 'expire' }
} satisfies Record<string, CartMove>;

test('a cart moves as the table says and in no other way', () => {
  expect(movesOf(cartMachine, { events, context })).toEqual({
    active: { checkout: 'checkout', handoff: 'handed_off', merge: 'merged', idle: 'abandoned' },
    checkout: { place: 'placed', back: 'active', handoff: 'handed_off', merge: 'merged' },
    handed_off: { claim: 'active', timeout: 'active' },
    abandoned: { return: 'active', expire: 'expired' },
    placed: {},
    merged: { part: 'active' },
    expired: {}
  });
});

test('every state of a cart is named and can be reached', () => {
  expect(statesReached(cartMachine, { events, context })).toEqual([...cartStates].toSorted());
});

test.each(['prices', 'holds', 'promise'])('a cart whose %s no longer stand is not placed', (changed) => {
  const place = { type: 'place', still: { ...still, [changed]: false } } satisfies CartMove;
  expect(movesOf(cartMachine, { events: { place }, context })['checkout']).toEqual({});
});

test('a merge names another cart, never itself or none', () => {
  const merges = { none: { type: 'merge', into: '' }, itself: { type: 'merge', into: 'c1' } } satisfies Record<string, CartMove>;
  expect(movesOf(cartMachine, { events: merges, context })['active']).toEqual({});
});

test('a merge that is taken back leads to where the cart was', () => {
  const parts = { browsing: { type: 'part', was: 'active' }, paying: { type: 'part', was: 'checkout' } } satisfies Record<string, CartMove>;
  expect(movesOf(cartMachine, { events: parts, context })['merged']).toEqual({ browsing: 'active', paying: 'checkout' });
});
