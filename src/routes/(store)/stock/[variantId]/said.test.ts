import { expect, test } from 'vitest';
import { afterCount, afterDelivery, afterFate, afterKeeping } from './said.ts';

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

test('what became of damaged things is said with what is left to sell', () => {
  const level = { onHand: 3, available: 1, short: 0 };
  expect(afterFate(2, 'damaged', level)).toBe('2 set aside. 1 free to sell.');
  expect(afterFate(1, 'sound', level)).toBe('1 for sale again. 1 free to sell.');
  expect(afterFate(2, 'discarded', level)).toBe('2 thrown away, 3 on hand now. 1 free to sell.');
});

test('what is kept back is said with what is left for everybody else', () => {
  expect(afterKeeping({ keptBack: 2, forCounter: 1, available: 4 })).toBe(
    '2 kept back, 1 of them for the counter. 4 free to sell from afar.'
  );
  expect(afterKeeping({ keptBack: 0, forCounter: 0, available: 6 })).toBe('Nothing is kept back. 6 free to sell from afar.');
});
