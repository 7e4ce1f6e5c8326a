import { expect, test } from 'vitest';
import { makeCalled } from './instead-called.ts';

const make = (variantId: string, ...options: string[]) => ({
  variantId,
  sku: `SKU-${variantId}`,
  title: 'Linen Shade',
  options,
  isOther: false
});
const makes = [
  make('a', 'Large', 'Blue'),
  make('b', 'Extra Large', 'Blue'),
  make('c', 'Large', 'Red'),
  { ...make('d', 'Red'), title: 'Oak Stool', isOther: true }
];

test.each([
  ['b', 'b'],
  ['sku-c', 'c'],
  ['linen shade, large, blue', 'a'],
  ['Extra Large, Blue', 'b'],
  ['red', 'c'],
  ['blue, large', 'a'],
  ['oak stool', 'd'],
  ['extra', 'b'],
  // Two of them are large, and none is green.
  ['large', undefined],
  ['green', undefined],
  ['linen shade', undefined]
])('%s', (name, expected) => {
  expect(makeCalled(makes, name)?.variantId).toBe(expected);
});
