import { expect, test } from 'vitest';
import { aCartView, aLineView, readyToPay } from '#tests/support/cart-views.ts';
import { address, contact } from '#tests/support/makers.ts';
import type { Author } from './author.ts';
import type { CartSnapshot } from './cart-snapshot.ts';
import { sharedView } from './share-view.ts';

const arun: Author = { role: 'shopper', name: null, channel: 'web', nodeId: null, device: 'phone', link: 'Arun' };
const asha = { role: 'staff', name: 'Asha', channel: 'pos', nodeId: 'blr-indiranagar', device: null, nodeName: 'Indiranagar' } as const;
const at = '2026-11-25T05:00:00.000Z';
const snapshot: CartSnapshot = {
  cartId: 'cart-1',
  version: 3,
  at,
  state: 'active',
  step: 'details',
  lines: [{ variantId: 'lamp', pickupNodeId: null, quantity: 2, title: 'Gumbad table lamp', by: asha, addedAt: at }],
  saved: [],
  latest: { id: 'one', by: { ...arun, nodeName: null }, words: 'added Mug', at },
  done: [],
  heldUntil: null
};

test('a shared cart shows its things, what they cost now, and who put them in', () => {
  const cart = aCartView({ lines: [aLineView({ quantity: 2, priceNowMinor: 629_000, free: 1 })] });
  expect(sharedView(cart, snapshot, arun)).toMatchObject({
    totalMinor: 1_258_000,
    news: 'Arun added Mug.',
    lines: [{ quantity: 2, unitMinor: 629_000, by: 'Asha added this at Indiranagar', notices: ['Only 1 left. Take 1 or fewer.'] }]
  });
});

test('nothing of who buys, where it goes and how it is paid comes along', () => {
  const text = JSON.stringify(sharedView(readyToPay({ note: 'For Rhea' }), snapshot, arun));
  for (const secret of [...Object.values(contact), address.line1, address.postcode, 'For Rhea', 'blr-domlur'])
    expect(text).not.toContain(secret);
});

test('a cart that is closed shows nothing of what was in it', () => {
  expect(sharedView(aCartView({ state: 'placed', orderId: 'an order' }), snapshot, arun)).toEqual({
    version: 1,
    state: 'placed',
    currency: 'INR',
    totalMinor: 0,
    lines: [],
    news: null
  });
});
