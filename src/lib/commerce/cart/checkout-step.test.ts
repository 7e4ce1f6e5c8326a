import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aCartView, aChoice, aLineView, readyToPay } from '#tests/support/cart-views.ts';
import { address, contact } from '#tests/support/makers.ts';
import type { CartLineView } from './cart-view.ts';
import { cartStates } from './cart.machine.ts';
import type { CartStep } from './cart.ts';
import { checkoutPlaces, firstMissing, sentElsewhere } from './checkout-step.ts';

const steps = ['details', 'delivery', 'payment'] satisfies CartStep[];
const collected = aLineView({ pickupNodeId: 'blr-indiranagar', pickupNodeName: 'Indiranagar' });

test('each step is missing until it is done', () => {
  expect(firstMissing(undefined)).toBe('cart');
  expect(firstMissing(aCartView({ lines: [] }))).toBe('cart');
  expect(firstMissing(aCartView())).toBe('details');
  expect(firstMissing(readyToPay({ delivery: null }))).toBe('delivery');
  expect(firstMissing(readyToPay())).toBe('payment');
  expect(firstMissing(readyToPay({ state: 'placed' }))).toBe('order');
});

test('an address is missing only where something is brought', () => {
  expect(firstMissing(readyToPay({ address: null }))).toBe('details');
  expect(firstMissing(readyToPay({ address: null, lines: [collected] }))).toBe('payment');
});

test('a line that cannot be had any more leads back to the cart, where that is said', () => {
  expect(firstMissing(readyToPay({ lines: [aLineView({ free: 0 })] }))).toBe('cart');
});

test('who changes the cart in another tab has to choose the delivery anew', () => {
  expect(sentElsewhere(readyToPay({ state: 'active', delivery: null }), 'payment')).toBe('details');
});

test('back is always open, and too far ahead leads to the first thing that is missing', () => {
  expect(steps.map((step) => sentElsewhere(readyToPay(), step))).toEqual([undefined, undefined, undefined]);
  expect(steps.map((step) => sentElsewhere(aCartView(), step))).toEqual([undefined, 'details', 'details']);
  expect(steps.map((step) => sentElsewhere(readyToPay({ state: 'placed' }), step))).toEqual(['order', 'order', 'order']);
});

test('whatever state and data a cart has, nobody is sent in circles or past what is missing', () => {
  const cart = fc.record({
    state: fc.constantFrom(...cartStates),
    lines: fc.constantFrom<CartLineView[]>([], [aLineView()], [aLineView({ free: 0 })], [collected]),
    contact: fc.constantFrom(null, contact),
    address: fc.constantFrom(null, address),
    delivery: fc.constantFrom(null, aChoice())
  });
  fc.assert(
    fc.property(cart, fc.constantFrom(...steps), (over, wanted) => {
      const view = aCartView(over);
      const to = sentElsewhere(view, wanted);
      fc.pre(to !== undefined);
      expect(to).not.toBe(wanted);
      // Where one is sent one may stay, and it lies before what was asked for, but for an order, from which nothing leads back.
      const stays = to === 'cart' || to === 'order' || sentElsewhere(view, to) === undefined;
      const isBefore = to === 'order' || checkoutPlaces.indexOf(to) < checkoutPlaces.indexOf(wanted);
      expect([stays, isBefore]).toEqual([true, true]);
    })
  );
  fc.assert(
    fc.property(cart, (over) => {
      const view = aCartView(over);
      fc.pre(sentElsewhere(view, 'payment') === undefined);
      expect(view.state).toBe('checkout');
      expect([view.contact, view.delivery]).not.toContain(null);
    })
  );
});
