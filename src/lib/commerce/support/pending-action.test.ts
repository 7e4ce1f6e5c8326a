import { expect, test } from 'vitest';
import { standardPolicy } from '../policies/standard-policy.ts';
import { amountOf, needsSecondYes } from './pending-action.ts';

test('only money that leaves the shop counts', () => {
  const back = [
    { how: 'bank' as const, amountMinor: 4_000 },
    { how: 'gift-card' as const, amountMinor: 500 },
    { how: 'taken-off' as const, amountMinor: 90_000 }
  ];
  expect(amountOf({ back, more: null })).toBe(4_500);
  expect(amountOf({ back, more: { amountMinor: 4_500, how: 'now' } })).toBe(0);
  expect(amountOf({ back, more: { amountMinor: 4_500, how: 'when-handed-over' } })).toBe(4_500);
});

test('exactly so much is for one to say, a paisa more for two', () => {
  const { twoPeopleAboveMinor } = standardPolicy.limits;
  expect([twoPeopleAboveMinor, twoPeopleAboveMinor + 1].map((amount) => needsSecondYes(amount, standardPolicy))).toEqual([false, true]);
});
