import { expect, test } from 'vitest';
import { countedText, findRateText } from './counted-words.ts';

const zone = 'Asia/Kolkata';
const now = '2026-11-26T14:00:00Z';

test.each([
  [null, 'never counted'],
  ['2026-11-26T03:00:00Z', 'counted this morning'],
  ['2026-11-26T08:00:00Z', 'counted this afternoon'],
  ['2026-11-26T13:00:00Z', 'counted this evening'],
  ['2026-11-25T13:00:00Z', 'counted yesterday'],
  ['2026-11-14T13:00:00Z', 'counted 12 days ago']
])('%s', (countedAt, words) => {
  expect(countedText(countedAt, now, zone)).toBe(words);
});

test('how often things are found is said where it is known', () => {
  expect(findRateText(1)).toBe('');
  expect(findRateText(0.967)).toBe('Of 100 things looked for here of late, 96 were found.');
});
