import { expect, test } from 'vitest';
import type { ReceiptEntry } from './merge-carts.ts';
import { receiptText, receiptTitle, type ReceiptLine } from './merge-receipt.ts';

type Without<T> = T extends unknown ? Omit<T, 'variantId' | 'pickupNodeId'> : never;
const aLine = (entry: Without<ReceiptEntry>): ReceiptLine =>
  ({ variantId: 'lamp', pickupNodeId: null, title: 'Gumbad table lamp', nodeName: null, ...entry }) as ReceiptLine;
const said = (entry: Without<ReceiptEntry>) => receiptText(aLine(entry), 'INR');

test('each line of a receipt says in a few words what became of it', () => {
  expect(said({ kind: 'kept', quantity: 2 })).toBe('2 in this cart, as before.');
  expect(said({ kind: 'added', quantity: 1 })).toBe('1 came from your other cart.');
  expect(said({ kind: 'summed', here: 2, there: 1, quantity: 3 })).toBe('2 + 1 = 3.');
  expect(said({ kind: 'capped', here: 2, there: 3, quantity: 4, saved: 1, because: 'stock' })).toBe(
    '2 + 3 is 5, but only 4 are left: 4 in the cart, 1 saved for later.'
  );
  expect(said({ kind: 'capped', here: 60, there: 60, quantity: 99, saved: 21, because: 'most' })).toBe(
    '60 + 60 is 120, but we sell at most 99 at once: 99 in the cart, 21 saved for later.'
  );
  expect(said({ kind: 'capped', here: 0, there: 2, quantity: 0, saved: 2, because: 'places' })).toBe(
    'The cart is full with 20 different things: 2 saved for later.'
  );
  expect(said({ kind: 'set-aside', quantity: 1 })).toBe('1 saved for later, because you are checking out what is in this cart.');
  expect(said({ kind: 'gone', quantity: 2 })).toBe('2 taken out: not for sale any more.');
  expect(said({ kind: 'price-changed', fromMinor: 649_000, toMinor: 629_000 })).toBe('₹6,490 → ₹6,290 each.');
});

test('its title says how much came, or that the rest waits', () => {
  expect(receiptTitle([aLine({ kind: 'kept', quantity: 1 })])).toBe('Your two carts are one now.');
  expect(receiptTitle([aLine({ kind: 'added', quantity: 1 }), aLine({ kind: 'summed', here: 1, there: 1, quantity: 2 })])).toBe(
    'Your two carts are one now: 2 things came along.'
  );
  expect(receiptTitle([aLine({ kind: 'set-aside', quantity: 1 })])).toBe(
    'This cart stays as it is; 1 thing of your other cart is saved for later.'
  );
});
