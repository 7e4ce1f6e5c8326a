import { expect, test } from 'vitest';
import { lowestRate, shownRate } from './kept-rate.ts';
import { keptText } from './kept-words.ts';

const since = '2026-06-02T05:00:00.000Z';
const rate = (kept: number, broken: number, service = 'standard') => ({ service, kept, broken, since });
const all = [rate(396, 16), rate(1_999, 1, 'pickup'), rate(19, 0, 'express')];

test('what was kept is shown by service, rounded down, and not before twenty were judged', () => {
  expect(shownRate(all, 'standard')).toEqual({ percent: 96, of: 412, since });
  expect(shownRate(all, 'pickup')).toMatchObject({ percent: 99, of: 2_000 });
  expect(shownRate(all, 'express')).toBeUndefined();
  expect(shownRate(all, 'same_day')).toBeUndefined();
  expect(shownRate([rate(0, 20)], 'standard')).toMatchObject({ percent: 0 });
  expect(keptText(shownRate(all, 'standard')!, 'Asia/Kolkata')).toBe('Kept 96 % of 412 promises since 2 Jun');
});

test('of several places the lowest rate counts, and none is shown where one place is new', () => {
  const [high, low] = [shownRate(all, 'pickup'), shownRate(all, 'standard')];
  expect(lowestRate([high, low])).toBe(low);
  expect(lowestRate([high, undefined])).toBeUndefined();
  expect(lowestRate([])).toBeUndefined();
});
