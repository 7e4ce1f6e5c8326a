import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aCartView, aLineView } from '#tests/support/cart-views.ts';
import { cartNotices, isBlocked } from './cart-notices.ts';
import type { CartLineView } from './cart-view.ts';

const saidOf = (...lines: Partial<CartLineView>[]) =>
  cartNotices(aCartView({ lines: lines.map((line, at) => aLineView({ id: `line-${at}`, ...line })) })).map(({ text }) => text);

test('a cart in which nothing changed says nothing', () => {
  expect(saidOf({}, { variantId: 'mug' })).toEqual([]);
});

test('a price that moved is said with its amount and direction, and holds nobody up', () => {
  expect(saidOf({ priceNowMinor: 629_000 }, { priceNowMinor: 660_050 })).toEqual([
    'Price went down ₹200 since you added it.',
    'Price went up ₹110.50 since you added it.'
  ]);
  expect(isBlocked(aCartView({ lines: [aLineView({ priceNowMinor: 1 })] }))).toBe(false);
});

test('what is not for sale any more says only that, whatever its stock', () => {
  expect(saidOf({ priceNowMinor: null, free: 0 })).toEqual(['Not for sale any more. Take it out to go on.']);
});

test('too few are said with their number and their place', () => {
  expect(saidOf({ quantity: 3, free: 2 })).toEqual(['Only 2 left. Take 2 or fewer.']);
  expect(saidOf({ free: 0, pickupNodeId: 'blr-indiranagar', pickupNodeName: 'Indiranagar' })).toEqual([
    'None left at Indiranagar. Take it out to go on.'
  ]);
});

test('two lines of one thing count together where they come from the same shelves', () => {
  const brought = { quantity: 2, free: 3 };
  const collected = { quantity: 2, free: 2, pickupNodeId: 'blr-indiranagar', pickupNodeName: 'Indiranagar' };
  expect(saidOf(brought, collected)).toEqual(['Only 3 left. Together your cart has more.']);
});

test('what is sold without counting is never short', () => {
  expect(saidOf({ counted: false, free: 0, quantity: 99 })).toEqual([]);
});

test('a cart is held up exactly when a line cannot be had as it stands', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 5 }),
    free: fc.integer({ min: 0, max: 5 }),
    counted: fc.boolean(),
    priceNowMinor: fc.constantFrom(null, 600_000, 649_000)
  });
  fc.assert(
    fc.property(line, (one) => {
      const view = aCartView({ lines: [aLineView(one)] });
      expect(isBlocked(view)).toBe(one.priceNowMinor === null || (one.counted && one.free < one.quantity));
      expect(cartNotices(view).every(({ text, lineId }) => text.endsWith('.') && lineId === 'line-1')).toBe(true);
    })
  );
});
