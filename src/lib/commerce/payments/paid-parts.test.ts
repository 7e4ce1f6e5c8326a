import { expect, test } from 'vitest';
import { partBack, partName, partStands } from './paid-parts.ts';

test('each payment is called by what it was made with', () => {
  expect(partName({ method: 'gift_card', lastFour: '7K2M' })).toBe('Gift card …7K2M');
  expect(partName({ method: 'store_credit', lastFour: null })).toBe('Store credit');
  expect(partName({ method: 'upi', lastFour: null })).toBe('UPI');
  expect(partName({ method: 'cash_on_delivery', lastFour: null })).toBe('Cash at the door');
  const stands = [
    { capturedMinor: 1, amountMinor: 1, toTakeMinor: 0 },
    { capturedMinor: 0, amountMinor: 1, toTakeMinor: 0 },
    { capturedMinor: 0, amountMinor: 0, toTakeMinor: 0 },
    { capturedMinor: 0, amountMinor: 2, toTakeMinor: 2 },
    { capturedMinor: 1, amountMinor: 2, toTakeMinor: 1 }
  ];
  expect(stands.map(partStands)).toEqual(['paid', 'to pay', 'nothing left to pay', 'kept ready by your bank', 'a part is taken']);
});

test('what goes back says where it is, and whether it is there', () => {
  const back = (method: 'upi' | 'gift_card' | 'cash', how: Parameters<typeof partBack>[1]['how'], state: 'due' | 'paid'): string =>
    partBack({ method }, { id: '1', amountMinor: 1, how, state, isRefused: false }, '₹1');
  expect(back('upi', 'taken-off', 'paid')).toBe('₹1 less to pay');
  expect([back('upi', 'bank', 'due'), back('upi', 'bank', 'paid')]).toEqual(['₹1 goes back', '₹1 sent back']);
  expect([back('upi', 'store-credit', 'due'), back('upi', 'store-credit', 'paid')]).toEqual([
    '₹1 becomes store credit',
    '₹1 became store credit'
  ]);
  expect([back('gift_card', 'gift-card', 'due'), back('gift_card', 'gift-card', 'paid')]).toEqual([
    '₹1 goes back on it',
    '₹1 is on it again'
  ]);
  expect(back('gift_card', 'store-credit', 'paid')).toBe('₹1 is on it again');
  expect([back('cash', 'by-hand', 'due'), back('cash', 'by-hand', 'paid')]).toEqual(['₹1 comes back in cash', '₹1 given back in cash']);
  const refused = { id: '1', amountMinor: 1, how: 'bank', state: 'due', isRefused: true } as const;
  expect(partBack({ method: 'upi' }, refused, '₹1')).toBe('₹1 not taken back by the bank');
  expect([back('upi', 'by-hand', 'due'), back('upi', 'by-hand', 'paid')]).toEqual([
    '₹1 comes back by one of us',
    '₹1 given back by one of us'
  ]);
});
