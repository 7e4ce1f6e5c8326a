import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '#lib/kernel/refusal.ts';
import { decideWhatIsSold, spellOutSale, sumOf, type CounterItem, type Making } from './counter-sale.ts';

const mug: CounterItem = {
  variantId: 'b',
  title: 'Mug',
  options: ['Sea'],
  sku: 'MEZ-MUG-SEA',
  imageSrc: null,
  tracked: true,
  priceMinor: 49_000
};
const lamp: CounterItem = { ...mug, variantId: 'a', title: 'Lamp', priceMinor: 649_000 };

function making(seenTotalMinor?: number): Making & { seenTotalMinor: number | undefined } {
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const at = new Date('2026-11-25T06:00:00Z');
  return { nodeId: 'blr-indiranagar', currency: 'INR', country: 'IN', at, newId, newCode: () => '0123456789', seenTotalMinor };
}

test('what was scanned twice counts as a sum, and shelves come in the same order whatever was scanned first', () => {
  const lines = [
    { variantId: 'b', quantity: 1 },
    { variantId: 'a', quantity: 2 },
    { variantId: 'b', quantity: 3 }
  ];
  expect(decideWhatIsSold(lines)).toEqual([
    { variantId: 'a', quantity: 2 },
    { variantId: 'b', quantity: 4 }
  ]);
});

test('nothing, a part of a unit, less than one and more than a line holds are refused', () => {
  const refusal = (lines: { variantId: string; quantity: number }[]) => {
    try {
      decideWhatIsSold(lines);
      return undefined;
    } catch (fault) {
      return fault instanceof Refusal && fault.code;
    }
  };
  expect(refusal([])).toBe('cart-empty');
  for (const quantity of [0, -1, 0.5, Number.NaN]) expect(refusal([{ variantId: 'a', quantity }])).toBe('invalid');
  expect(
    refusal([
      { variantId: 'a', quantity: 60 },
      { variantId: 'a', quantity: 40 }
    ])
  ).toBe('too-many');
  expect(refusal(Array.from({ length: 21 }, (_, n) => ({ variantId: `v${n}`, quantity: 1 })))).toBe('cart-full');
});

test('for any basket the order of the lines changes nothing and no unit is lost', () => {
  const basket = fc.array(fc.record({ variantId: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 8 }) }), {
    minLength: 1,
    maxLength: 12
  });
  fc.assert(
    fc.property(basket, (lines) => {
      const sold = decideWhatIsSold(lines);
      expect(decideWhatIsSold(lines.toReversed())).toEqual(sold);
      expect(sold.reduce((sum, line) => sum + line.quantity, 0)).toBe(lines.reduce((sum, line) => sum + line.quantity, 0));
    })
  );
});

test('a sale adds up, holds its tax, and its events are numbered from one without a gap', () => {
  const wanted = decideWhatIsSold([
    { variantId: 'b', quantity: 2 },
    { variantId: 'a', quantity: 1 }
  ]);
  const sale = spellOutSale(wanted, [mug, lamp], making(747_000));
  expect(sale.totals).toEqual({ goodsMinor: 747_000, deliveryMinor: 0, taxIncludedMinor: 113_949, totalMinor: 747_000 });
  expect(sale.number).toBe('MZ-0123456789');
  expect(sale.events.map(({ type, version }) => [type, version])).toEqual([
    ['order.placed', 1],
    ['payment.captured', 2],
    ['order.confirmed', 3],
    ['fo.collected', 4],
    ['order.completed', 5]
  ]);
});

test('another sum than the customer was told is refused, and so is what has no price', () => {
  const wanted = [{ variantId: 'b', quantity: 1 }];
  expect(() => spellOutSale(wanted, [mug], making(48_000))).toThrow(new Refusal('price-changed'));
  expect(() => spellOutSale(wanted, [{ ...mug, priceMinor: null }], making())).toThrow(new Refusal('not-for-sale', 'Mug'));
  expect(() => spellOutSale(wanted, [], making())).toThrow(new Refusal('not-for-sale'));
});

test('the sum on the till leaves out what has no price', () => {
  expect(
    sumOf([
      { priceMinor: 49_000, quantity: 2 },
      { priceMinor: null, quantity: 1 }
    ])
  ).toBe(98_000);
});
