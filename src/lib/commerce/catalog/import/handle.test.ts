import { expect, test } from 'vitest';
import { fitHandle, freeHandle, handleFrom } from './handle.ts';

test.each([
  ['Clay Pot, large', 'clay-pot-large'],
  ['Women’s Tee', 'womens-tee'],
  ['मिट्टी का दीया', 'मिट्टी-का-दीया'],
  ['  ***  ', '']
])('%j gives the handle %j', (title, handle) => {
  expect(handleFrom(title)).toBe(handle);
});

test('a handle that an address can hold stays as it is, capitals aside', () => {
  expect(['clay-pot', 'Clay-Pot', '-odd--one-', 'half_way'].map(fitHandle)).toEqual(['clay-pot', 'clay-pot', '-odd--one-', 'half_way']);
  expect(fitHandle('Clay Pot/2')).toBe('clay-pot-2');
});

test('a taken handle gets a number', () => {
  const taken = new Set(['lamp', 'lamp-2', 'product']);
  expect(freeHandle('lamp', (handle) => !taken.has(handle))).toBe('lamp-3');
  expect(freeHandle('', (handle) => !taken.has(handle))).toBe('product-2');
});
