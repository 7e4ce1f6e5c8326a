import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitHint, fitWords, type FitCount } from './fit-hint.ts';

const counted = (variantId: string | null, returned: number, small: number, large = 0): FitCount => ({
  variantId,
  returned,
  small,
  large,
  at: '2026-11-26T10:00:00Z'
});
const words = (...counts: FitCount[]) => {
  const hint = fitHint(counts, 'a');
  return hint && fitWords(hint);
};

test('enough people, and enough of them, and it is said with both numbers', () => {
  expect(words(counted(null, 6, 4))).toBe('Runs small: 4 of 6 people who sent it back said so.');
  expect(words(counted(null, 10, 1, 3))).toBe('Runs large: 3 of 10 people who sent it back said so.');
});

test('few people, a small share, or as many who say the opposite: nothing is said', () => {
  expect(words()).toBeUndefined();
  expect(words(counted(null, 4, 4))).toBeUndefined();
  expect(words(counted(null, 10, 2))).toBeUndefined();
  expect(words(counted(null, 10, 4, 3))).toBeUndefined();
});

test('of this make where enough had it, whatever is said of the others; else of all together', () => {
  expect(words(counted(null, 20, 12), counted('a', 5, 5))).toBe('Runs small: 5 of 5 people who sent this one back said so.');
  expect(words(counted(null, 20, 12), counted('a', 9, 0))).toBeUndefined();
  expect(words(counted(null, 20, 12), counted('a', 2, 0), counted('b', 18, 12))).toBe(
    'Runs small: 12 of 20 people who sent it back said so.'
  );
});

test('whatever the counts are: what is said is said by at least two in five people, three in ten of them', () => {
  const count = fc.nat(40);
  const said = fc.property(count, count, count, (small, large, rest) => {
    const hint = fitHint([counted(null, small + large + rest, small, large)], 'a');
    return !hint || (hint.of >= 5 && hint.said >= 0.3 * hint.of && hint.said >= 2);
  });
  expect(fc.check(said).counterexample).toBeNull();
});
