import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesIn, queryOf, readScan, withMore, without, wordsOf } from './till-lines.ts';

const mug = '0199f0a0-0000-7000-8000-000000000001';
const lamp = '0199f0a0-0000-7000-8000-000000000002';

test('whatever lies on the counter comes back from its address', () => {
  const counter = fc.uniqueArray(fc.record({ variantId: fc.uuid(), quantity: fc.integer({ min: 1, max: 99 }) }), {
    selector: (line) => line.variantId,
    maxLength: 20
  });
  fc.assert(
    fc.property(counter, (lines) => {
      expect(linesIn(new URLSearchParams(queryOf(lines)))).toEqual(lines);
    })
  );
});

test('what is no line is left out, and the same thing twice is one line', () => {
  const params = new URLSearchParams(`line=${mug}.2&line=${mug}.3&line=mug.1&line=${lamp}.0&line=${lamp}.-1&line=${lamp}.1e9&line=`);
  expect(linesIn(params)).toEqual([{ variantId: mug, quantity: 5 }]);
});

test('more and fewer: a line ends at nothing and at ninety-nine, and twenty lines are full', () => {
  const lines = withMore([], mug, 2);
  expect(withMore(lines, mug, -1)).toEqual([{ variantId: mug, quantity: 1 }]);
  expect(withMore(lines, mug, -2)).toEqual([]);
  expect(withMore(lines, mug, 99)).toEqual([{ variantId: mug, quantity: 99 }]);
  expect(without(lines, mug)).toEqual([]);
  const full = Array.from({ length: 20 }, (_, n) => ({ variantId: `v${n}`, quantity: 1 }));
  expect(withMore(full, mug, 1)).toEqual(full);
});

test('a number and a times sign before the code ask for several', () => {
  expect(readScan('3 x 8901234567894')).toEqual({ quantity: 3, code: '8901234567894' });
  expect(readScan('12*MEZ-MUG-SEA')).toEqual({ quantity: 12, code: 'MEZ-MUG-SEA' });
  expect(readScan(' 8901234567894\n')).toEqual({ quantity: 1, code: '8901234567894' });
  expect(readScan('100 x mug')).toEqual({ quantity: 1, code: '100 x mug' });
});

test('words are told apart by whatever space is between them', () => {
  expect(wordsOf('  table \t lamp ')).toEqual(['table', 'lamp']);
});
