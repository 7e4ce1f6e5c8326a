import { expect, test } from 'vitest';
import { eventBudget } from './event-budget.ts';

const times = (n: number, spend: () => string) => Array.from({ length: n }, spend);

test('thirty messages in ten seconds are heard, the thirty-first is one too many, and then it starts anew', () => {
  const spend = eventBudget();
  expect(times(30, () => spend(1_000)).every((spent) => spent === 'within')).toBe(true);
  expect(spend(10_999)).toBe('over');
  expect(spend(11_000)).toBe('within');
});

test('ten times too many is a flood', () => {
  const spend = eventBudget();
  expect(new Set(times(300, () => spend(5)))).toEqual(new Set(['within', 'over']));
  expect(spend(5)).toBe('flood');
});
