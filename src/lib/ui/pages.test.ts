import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageNumbers } from './pages.ts';

test('the ends and the neighbours are shown, the rest is a gap', () => {
  expect(pageNumbers(5, 12)).toEqual([1, 'gap', 4, 5, 6, 'gap', 12]);
  expect(pageNumbers(1, 1)).toEqual([1]);
  expect(pageNumbers(1, 3)).toEqual([1, 2, 3]);
});

test('a gap never stands for one page', () => {
  expect(pageNumbers(4, 12)).toEqual([1, 2, 3, 4, 5, 'gap', 12]);
});

test('numbers rise, the present page is among them and there are at most nine entries', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (a, b) => {
      const [page, pages] = [Math.min(a, b), Math.max(a, b)];
      const shown = pageNumbers(page, pages);
      const numbers = shown.filter((one) => one !== 'gap');
      expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
      expect(numbers).toEqual(expect.arrayContaining([1, page, pages]));
      expect(shown.length).toBeLessThanOrEqual(9);
    })
  );
});
