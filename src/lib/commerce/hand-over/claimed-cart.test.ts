import { expect, test } from 'vitest';
import type { CartView } from '../cart/cart-view.ts';
import { claimedCart, stepWords } from './claimed-cart.ts';

const cart: CartView = {
  id: 'c',
  state: 'checkout',
  step: 'payment',
  version: 7,
  currency: 'INR',
  country: 'IN',
  postcode: '560038',
  contact: { email: 'rhea@example.com', name: 'Rhea Pinto', phone: '98450 12345' },
  address: { line1: '12 Example Street', line2: '', city: 'Bengaluru', state: 'Karnataka', postcode: '560038', country: 'IN' },
  delivery: null,
  note: 'For Rhea, with love',
  orderId: null,
  heldUntil: null,
  lines: []
};

test('a counter is shown no word of who the owner is or where they live', () => {
  const shown = JSON.stringify(claimedCart(cart, undefined, 'here'));
  for (const word of ['rhea', 'Rhea', '98450', 'Example Street', '560038', 'love']) expect(shown).not.toContain(word);
});

test('how far the customer is has words', () => {
  expect(stepWords(cart)).toBe('They are about to pay.');
  expect(stepWords({ ...cart, state: 'active' })).toBe('They are still choosing.');
});
