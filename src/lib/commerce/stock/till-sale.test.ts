import { expect, test } from 'vitest';
import { Refusal } from '#lib/kernel/refusal.ts';
import { ageOf, decideOfflineSale, findOnShelf, MOST_OFFLINE_MINOR, receiptOf, type ShelfItem, type TillSlice } from './till-sale.ts';

const item = (variantId: string, more: Partial<ShelfItem> = {}): ShelfItem => ({
  variantId,
  title: 'Mug',
  options: ['Sea'],
  sku: 'MEZ-MUG-SEA',
  barcode: '0890123456789',
  tracked: true,
  priceMinor: 49_000,
  free: 3,
  ...more
});
const lamp = item('lamp', {
  title: 'Gumbad table lamp',
  options: ['Marigold'],
  sku: 'MEZ-LAMP',
  barcode: '890123450000',
  priceMinor: 649_000
});
const slice: TillSlice = {
  at: '2026-11-25T06:00:00.000Z',
  aheadMs: 90_000,
  nodeId: 'blr-indiranagar',
  place: 'Indiranagar',
  zone: 'Asia/Kolkata',
  currency: 'INR',
  person: { userId: 'asha', name: 'Asha' },
  items: [item('mug'), lamp]
};
/** By this device's clock, which is a minute and a half ahead. */
const now = new Date('2026-11-25T06:31:30.000Z');
const number = { till: 'K7Q2', receipt: 7 };
const sell = (lines: { variantId: string; quantity: number }[], at = now, of = slice) =>
  decideOfflineSale(of, { lines, id: 'sale', now: at }, number);

test('a sale has the prices the till knew, its own number, and the time by the shop’s clock', () => {
  const sale = sell([
    { variantId: 'mug', quantity: 2 },
    { variantId: 'lamp', quantity: 1 }
  ]);
  expect(sale).toEqual({
    id: 'sale',
    till: 'K7Q2',
    receipt: 7,
    nodeId: 'blr-indiranagar',
    soldBy: 'asha',
    madeAt: '2026-11-25T06:30:00.000Z',
    currency: 'INR',
    lines: [
      { variantId: 'mug', quantity: 2, unitPriceMinor: 49_000 },
      { variantId: 'lamp', quantity: 1, unitPriceMinor: 649_000 }
    ],
    totalMinor: 747_000
  });
  expect(receiptOf(sale)).toBe('K7Q2-0007');
  expect(ageOf(slice, now)).toBe(30 * 60_000);
});

test('an empty shelf refuses nothing; an unknown thing, an empty counter, old prices and too much money do', () => {
  expect(sell([{ variantId: 'mug', quantity: 9 }]).totalMinor).toBe(441_000);
  expect(() => sell([])).toThrow(new Refusal('cart-empty'));
  expect(() => sell([{ variantId: 'boat', quantity: 1 }])).toThrow(new Refusal('not-for-sale'));
  const late = new Date(now.getTime() + 12 * 3_600_000);
  expect(() => sell([{ variantId: 'mug', quantity: 1 }], late)).toThrow(new Refusal('prices-too-old'));
  const dear = { ...slice, items: [item('sofa', { priceMinor: MOST_OFFLINE_MINOR }), item('mug', { priceMinor: 1 })] };
  expect(sell([{ variantId: 'sofa', quantity: 1 }], now, dear).totalMinor).toBe(MOST_OFFLINE_MINOR);
  const more = [
    { variantId: 'sofa', quantity: 1 },
    { variantId: 'mug', quantity: 1 }
  ];
  expect(() => sell(more, now, dear)).toThrow(new Refusal('too-much-offline'));
});

test('a code names one thing, words find what holds all of them, and nothing finds nothing', () => {
  for (const code of ['890123456789', '0890123456789', 'mez-mug-sea']) expect(findOnShelf(slice.items, code).only?.variantId).toBe('mug');
  expect(findOnShelf(slice.items, 'table marigold')).toEqual({ only: undefined, found: [lamp] });
  const twice = [item('a'), item('b')];
  expect(findOnShelf(twice, '890123456789')).toEqual({ only: undefined, found: twice });
  for (const text of ['', '  ', 'a boat']) expect(findOnShelf(slice.items, text)).toEqual({ only: undefined, found: [] });
  expect(findOnShelf([item('c', { barcode: null, sku: null })], '0').only).toBeUndefined();
});
