import { expect, test } from 'vitest';
import { afterCount, afterDelivery } from './said.ts';

test('a count says what it changed', () => {
  expect(afterCount({ onHand: 3, difference: -2, available: 1, short: 0 })).toBe('3 on hand, 2 fewer than we believed. 1 free to sell.');
  expect(afterCount({ onHand: 3, difference: 0, available: 3, short: 0 })).toBe('3 on hand, as many as we believed. 3 free to sell.');
});

test('what is missing for shoppers is said instead of what is free', () => {
  expect(afterCount({ onHand: 0, difference: -2, available: 0, short: 2 })).toBe(
    '0 on hand, 2 fewer than we believed. 2 of those promised to shoppers are missing; the office sees it.'
  );
  expect(afterDelivery(5, { onHand: 5, available: 3, short: 0 })).toBe('5 came in, 5 on hand now. 3 free to sell.');
});
