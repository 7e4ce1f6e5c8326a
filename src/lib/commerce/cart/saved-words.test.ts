import { expect, test } from 'vitest';
import { savedNotices } from './saved-words.ts';

const NOW = '2026-11-25T12:00:00.000Z';
const saved = {
  unitPriceMinor: 649_000,
  priceNowMinor: 649_000 as number | null,
  reason: 'chosen' as 'chosen' | 'set-aside',
  savedAt: '2026-11-23T05:00:00.000Z',
  currency: 'INR',
  counted: true,
  free: 12,
  quantity: 1
};
const said = (over: Partial<typeof saved>) => savedNotices({ ...saved, ...over }, NOW, 'Asia/Kolkata');

test('what is saved says how it stands today and what it cost then', () => {
  expect(said({})).toEqual(['In stock.', 'Saved on Monday.']);
  expect(said({ priceNowMinor: 629_000, free: 2 })).toEqual(['It was ₹6,490 when you saved it.', '2 left.', 'Saved on Monday.']);
  expect(said({ free: 0 })).toContain('None left right now.');
  expect(said({ free: 0, counted: false })).toContain('In stock.');
});

test('what is not for sale any more says so, and what a merge set aside says that', () => {
  expect(said({ priceNowMinor: null, reason: 'set-aside' })).toEqual([
    'Set aside on Monday, when your two carts came together.',
    'Not for sale any more.'
  ]);
});
