import { expect, test } from 'vitest';
import { leftWords, spanWords } from './left-words.ts';

test('what is due says how soon, and what is late by how much', () => {
  const dueAt = new Date('2026-11-25T05:00:00Z');
  expect(leftWords({ what: 'answer', dueAt }, dueAt.getTime() - 12.5 * 60_000)).toEqual({ text: 'Answer in 12 min', isLate: false });
  expect(leftWords({ what: 'solve', dueAt }, dueAt.getTime() + 90 * 60_000)).toEqual({ text: 'Solve late by 1 h', isLate: true });
});

test.each([
  [40, '40 s'],
  [60, '1 min'],
  [3_599, '59 min'],
  [3_600 * 47, '47 h'],
  [3_600 * 48, '2 days']
])('%d seconds are %s', (seconds, words) => {
  expect(spanWords(seconds)).toBe(words);
});
