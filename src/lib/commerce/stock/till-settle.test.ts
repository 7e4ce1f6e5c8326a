import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedNow, settleOnShelf } from './till-settle.ts';

const madeAt = new Date('2026-11-25T06:00:00Z');
const shelf = (onHand: number, more: Partial<Parameters<typeof settleOnShelf>[0]> = {}) => ({
  onHand,
  allocated: 0,
  held: 0,
  unavailable: 0,
  short: 0,
  countedAt: null,
  ...more
});

test('what lies there is taken, and nothing else happens', () => {
  expect(settleOnShelf(shelf(5), { quantity: 2, madeAt })).toEqual({ onHand: 3, short: 0, corrected: 0, oversold: 0 });
});

test('the second sale of the last one is short, and so is the third', () => {
  const second = settleOnShelf(shelf(0), { quantity: 1, madeAt });
  expect(second).toEqual({ onHand: 0, short: 1, corrected: 1, oversold: 1 });
  expect(settleOnShelf(shelf(0, { short: second.short }), { quantity: 1, madeAt })).toMatchObject({ short: 2, oversold: 1 });
});

test('what was promised to somebody else is short although it was there', () => {
  expect(settleOnShelf(shelf(2, { allocated: 1, held: 1 }), { quantity: 1, madeAt })).toEqual({
    onHand: 1,
    short: 1,
    corrected: 0,
    oversold: 1
  });
});

test('a count after the sale has seen the empty place; one before it has not', () => {
  const after = shelf(3, { countedAt: new Date(madeAt.getTime() + 1) });
  expect(settleOnShelf(after, { quantity: 1, madeAt })).toEqual({ onHand: 3, short: 0, corrected: 1, oversold: 0 });
  expect(settleOnShelf(shelf(3, { countedAt: madeAt }), { quantity: 1, madeAt })).toMatchObject({ onHand: 2, corrected: 0 });
});

test('for any shelf: the books stay the fold of what is written, never below nothing, and promises are covered or short', () => {
  const units = fc.nat(8);
  const any = fc.record({ allocated: units, held: units, unavailable: units, spare: units, extra: units });
  fc.assert(
    fc.property(any, fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }), ({ spare, extra, ...bound }, sales) => {
      const promised = bound.allocated + bound.held + bound.unavailable;
      let now = shelf(Math.max(0, promised - extra) + spare, { ...bound, short: Math.max(0, extra - spare) });
      for (const quantity of sales) {
        const left = settleOnShelf(now, { quantity, madeAt });
        expect(left.onHand).toBe(now.onHand - quantity + left.corrected);
        expect(left.onHand).toBeGreaterThanOrEqual(0);
        expect(promised).toBeLessThanOrEqual(left.onHand + left.short);
        expect(left.short - now.short).toBe(left.oversold);
        expect(left.oversold).toBeLessThanOrEqual(quantity);
        now = { ...now, onHand: left.onHand, short: left.short };
      }
    })
  );
});

test('what the shop asks now is known only when all of it is for sale', () => {
  const lines = [
    { variantId: 'a', quantity: 2 },
    { variantId: 'b', quantity: 1 }
  ];
  expect(
    askedNow(
      lines,
      new Map([
        ['a', 5],
        ['b', 7]
      ])
    )
  ).toBe(17);
  expect(
    askedNow(
      lines,
      new Map([
        ['a', 5],
        ['b', null]
      ])
    )
  ).toBeNull();
  expect(askedNow(lines, new Map([['a', 5]]))).toBeNull();
});
