import { expect, test } from 'vitest';
import { entryWords } from './points-story.ts';

test('each entry says what happened, and what is forgiven is said as that', () => {
  expect(entryWords({ kind: 'earned', points: 1980, forgiven: 0 })).toBe('1,980 points earned');
  expect(entryWords({ kind: 'lowered', points: -490, forgiven: 0 })).toBe('490 points went with what you did not keep');
  expect(entryWords({ kind: 'lowered', points: -1, forgiven: 300 })).toBe(
    '1 point went with what you did not keep; 300 points that you had spent are yours all the same'
  );
  expect(entryWords({ kind: 'lowered', points: 0, forgiven: 1 })).toBe('1 point that you had spent is yours all the same');
  expect(entryWords({ kind: 'earned', points: 0, forgiven: -40 })).toBe('Kept after all, so nothing is forgiven any more');
  expect(entryWords({ kind: 'spendable', points: 649, forgiven: 0 })).toBe('649 points may be spent');
  expect(entryWords({ kind: 'spent', points: -1000, forgiven: 0 })).toBe('1,000 points turned into store credit');
  expect(entryWords({ kind: 'opened', points: 1250, forgiven: 0 })).toBe('You brought 1,250 points along');
  expect(entryWords({ kind: 'corrected', points: -50, forgiven: 0 })).toBe('50 points fewer, put right by us');
});
