import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitMinor, sumMinor, sumMoney, timesMinor, wholeMinor } from './money.ts';

const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const weights = fc.array(fc.nat({ max: 1_000_000_000 }), { minLength: 1, maxLength: 12 });

test('three equal parts of a rupee lose no paisa', () => {
  expect(splitMinor(100, [1, 1, 1])).toEqual([34, 33, 33]);
});

test('the unit left over goes to the part that rounding robbed most', () => {
  expect(splitMinor(100, [1, 5, 1])).toEqual([14, 72, 14]);
});

test('a refund splits like the payment it gives back', () => {
  expect(splitMinor(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
});

test('weights of nothing share alike', () => {
  expect(splitMinor(5, [0, 0])).toEqual([3, 2]);
});

test('a split adds up to its total and no part strays a whole unit from its exact share', () => {
  fc.assert(
    fc.property(amount, weights, (total, given) => {
      const parts = splitMinor(total, given);
      const whole = given.reduce((a, b) => a + b, 0);
      expect(sumMinor(parts)).toBe(total);
      if (whole === 0) return;
      for (const [place, part] of parts.entries()) expect(Math.abs(part - (total * given[place]!) / whole)).toBeLessThan(1.001);
    })
  );
});

test('a part with no weight gets nothing', () => {
  fc.assert(
    fc.property(amount, weights, (total, given) => {
      expect(splitMinor(total, [...given, 0, 1]).at(-2)).toBe(0);
    })
  );
});

test('a sum does not depend on its order', () => {
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 20 }), (amounts) => {
      expect(sumMinor(amounts)).toBe(sumMinor(amounts.toReversed()));
    })
  );
});

test('halves, NaN, infinities and amounts beyond 2^53 throw', () => {
  for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => wholeMinor(wrong)).toThrow('money');
  expect(() => timesMinor(Number.MAX_SAFE_INTEGER, 2)).toThrow('money');
  expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1])).toThrow('money');
  expect(() => timesMinor(100, 1.5)).toThrow('money');
  expect(() => splitMinor(1, [])).toThrow('money');
  expect(() => splitMinor(1, [-1, 2])).toThrow('money');
});

test('quantity times price is exact, and no amount is minus zero', () => {
  expect(timesMinor(64_900, 3)).toBe(194_700);
  expect(Object.is(timesMinor(-5, 0), 0)).toBe(true);
});

test('two currencies are never added', () => {
  expect(
    sumMoney(
      [
        { amount: 100, currency: 'INR' },
        { amount: 1, currency: 'INR' }
      ],
      'INR'
    )
  ).toEqual({ amount: 101, currency: 'INR' });
  expect(sumMoney([], 'INR')).toEqual({ amount: 0, currency: 'INR' });
  expect(() => sumMoney([{ amount: 1, currency: 'USD' }], 'INR')).toThrow('USD');
});
