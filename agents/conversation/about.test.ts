import { expect, test } from 'vitest';
import { aboutOf } from './about.ts';

const shopper = (words: string) => ({ author: 'shopper' as const, words, cards: [] });
const shown = (...cards: object[]) => ({ author: 'assistant' as const, words: '', cards });
const [one, two] = ['MZ-7K2M9QX4RD', 'MZ-3F8TN6WQ2H'];
const order = (number: string) => {
  const placedAt = '2026-11-24T05:00:00Z';
  return { type: 'order', orderId: null, number, life: 'confirmed', currency: 'INR', totalMinor: 1, placedAt, things: [], parcels: [] };
};
const product = (title: string) => {
  return { type: 'product', handle: title, title, currency: 'INR', fromMinor: 1, toMinor: 1, available: 1 };
};

test('a talk is about what was shown or named last', () => {
  expect(aboutOf([])).toEqual({ order: null, product: null });
  expect(aboutOf([shown(order(one)), shopper('thanks')])).toEqual({ order: one, product: null });
  expect(aboutOf([shown(order(one)), shopper(`cancel ${two}`), shown()])).toMatchObject({ order: two });
  expect(aboutOf([shown(order(one)), shown(product('Paper Lamp'))])).toEqual({ order: one, product: 'Paper Lamp' });
});

test('what was about several at once is about none of them', () => {
  expect(aboutOf([shown(order(one)), shown(order(one), order(two))])).toMatchObject({ order: null });
  expect(aboutOf([shown(product('Paper Lamp'), product('Wool Rug'))])).toMatchObject({ product: null });
});
