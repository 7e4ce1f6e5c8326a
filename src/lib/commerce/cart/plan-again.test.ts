import { expect, test } from 'vitest';
import { againWords } from './again-words.ts';
import { lineKey } from './cart.ts';
import type { LineOffer, OperatedCart } from './operations.ts';
import { planAgain, type OrderedBefore } from './plan-again.ts';

const cart: OperatedCart = { state: 'active', currency: 'INR', lines: [], saved: [], note: '' };
const ordered = (variantId: string, quantity: number, pickupNodeId: string | null = null): OrderedBefore => ({
  variantId,
  pickupNodeId,
  title: variantId,
  options: [],
  quantity,
  paidMinor: 49_000
});
const offer = (variantId: string, more: Partial<LineOffer> = {}): LineOffer => ({
  variantId,
  forSale: true,
  currency: 'INR',
  unitPriceMinor: 49_000,
  free: 9,
  collectable: true,
  ...more
});
const offersOf = (...all: LineOffer[]) => new Map(all.map((one) => [lineKey({ ...one, pickupNodeId: null }), one]));

test('all of it goes in, as many as there are, or nothing of it, and each says why', () => {
  const offers = offersOf(offer('mug'), offer('pot', { free: 1, unitPriceMinor: 52_000 }), offer('rug', { forSale: false }));
  const { lines, adds } = planAgain(cart, [ordered('mug', 2), ordered('pot', 3), ordered('rug', 1), ordered('gone', 1)], offers);
  expect(lines.map(({ units, whyNot }) => [units, whyNot])).toEqual([
    [2, null],
    [1, 'not-enough-stock'],
    [0, 'not-for-sale'],
    [0, 'not-for-sale']
  ]);
  expect(adds).toEqual([
    { kind: 'add', variantId: 'mug', pickupNodeId: null, quantity: 2 },
    { kind: 'add', variantId: 'pot', pickupNodeId: null, quantity: 1 }
  ]);
  expect(lines.map((line) => againWords(line, 'INR'))).toEqual([
    ['2 of it', '₹490 each, as before'],
    ['1 of 3: there are no more just now', '₹520 each; it was ₹490'],
    ['Not sold any more.'],
    ['Not sold any more.']
  ]);
});

test('what lies in the cart already counts', () => {
  const filled = { ...cart, lines: [{ variantId: 'mug', pickupNodeId: null, quantity: 8 }] };
  const { lines } = planAgain(filled, [ordered('mug', 2)], offersOf(offer('mug')));
  expect(lines).toMatchObject([{ units: 1, whyNot: 'not-enough-stock' }]);
});

test('the same thing asked for in two ways takes what there is once', () => {
  const here = { ...ordered('mug', 2), pickupNodeId: 'here' };
  const offers = new Map([
    [lineKey(here), offer('mug', { free: 2 })],
    [lineKey(ordered('mug', 2)), offer('mug', { free: 2 })]
  ]);
  expect(planAgain(cart, [here, ordered('mug', 2)], offers).lines.map(({ units, whyNot }) => [units, whyNot])).toEqual([
    [2, null],
    [0, 'not-enough-stock']
  ]);
});
