import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactUnits, readDecimal, roundedUnits, times, writeDecimal } from './decimal.ts';

test.each([
  ['12', '12'],
  ['4.00', '4'],
  ['226.796185', '226.796185'],
  ['.5', '0.5'],
  ['-3.10', '-3.1'],
  ['007', '7'],
  ['0.000', '0']
])('%s is read as %s', (text, written) => {
  expect(writeDecimal(readDecimal(text)!)).toBe(written);
});

test.each(['', '-', '.', '1,000', '1e3', '₹50', '5.', '1 2', '+5', 'two', '0x10', 'NaN'])('%j is no number', (text) => {
  expect(readDecimal(text)).toBeUndefined();
});

test('whole units are exact or nothing', () => {
  expect(exactUnits(readDecimal('25.5')!, 2)).toBe(2550n);
  expect(exactUnits(readDecimal('25.555')!, 2)).toBeUndefined();
  expect(exactUnits(readDecimal('36.000')!, 2)).toBe(3600n);
});

test('halves are rounded away from zero', () => {
  expect([readDecimal('0.125')!, readDecimal('0.1249')!, readDecimal('-0.125')!].map((one) => roundedUnits(one, 2))).toEqual([
    13n,
    12n,
    -13n
  ]);
});

test('what is written is read back as the same number, and products are exact', () => {
  const decimal = fc.record({ units: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), scale: fc.integer({ min: 0, max: 12 }) });
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const read = readDecimal(writeDecimal(a))!;
      expect(read.units * 10n ** BigInt(a.scale)).toBe(a.units * 10n ** BigInt(read.scale));
      const product = times(a, b);
      expect(product.units * 10n ** BigInt(a.scale + b.scale)).toBe(a.units * b.units * 10n ** BigInt(product.scale));
    })
  );
});
