import { expect, test } from 'vitest';
import type { ReturnableThing } from '#lib/commerce/returns/read-returnable.server.ts';
import { chosenFrom } from './chosen.ts';

const choice = (variantId: string, isThere: boolean) => {
  return { variantId, productId: 'p', title: '', options: [], sku: null, isThere, unitPriceMinor: 5, isOther: false };
};
const thing = (fulfilmentLineId: string, left: number): ReturnableThing => ({
  fulfilmentLineId,
  title: '',
  options: [],
  imageSrc: null,
  unitPriceMinor: 1,
  left,
  until: null,
  no: null,
  reasons: ['too-small', 'other'],
  photoFor: [],
  instead: { choices: [choice('large', true), choice('gone', false)], mayBeOther: false }
});
const things = [thing('a', 2), thing('b', 1), thing('c', 0)];

test('how many and why, of what may come back', () => {
  expect(chosenFrom(new URLSearchParams('q-a=2&r-a=too-small&q-c=1&r-c=other&q-x=1&r-x=other'), things)).toEqual({
    chosen: [{ fulfilmentLineId: 'a', quantity: 2, reason: 'too-small' }],
    problems: {}
  });
});

test('more than there are is as many as there are; no number is none', () => {
  expect(chosenFrom(new URLSearchParams('q-a=9&r-a=other&q-b=many&r-b=other'), things).chosen).toMatchObject([{ quantity: 2 }]);
  expect(chosenFrom(new URLSearchParams('q-a=-1&q-b=0.4'), things)).toEqual({ chosen: [], problems: {} });
});

test('without a reason, or with one that is not taken, it is asked for', () => {
  expect(Object.keys(chosenFrom(new URLSearchParams('q-a=1&q-b=1&r-b=damaged'), things).problems)).toEqual(['a', 'b']);
});

test('what comes instead, as long as it is there; what is gone is said', () => {
  const asked = (wanted: string) => chosenFrom(new URLSearchParams(`q-a=1&r-a=other&x-a=${wanted}`), things);
  expect(asked('large').chosen).toMatchObject([{ exchange: { variantId: 'large', productId: 'p', unitPriceMinor: 5 } }]);
  expect(asked('').chosen).toEqual([{ fulfilmentLineId: 'a', quantity: 1, reason: 'other' }]);
  expect([asked('gone'), asked('never')].map(({ problems }) => Object.keys(problems))).toEqual([['a'], ['a']]);
});
