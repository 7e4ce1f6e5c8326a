import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aCartView, aLineView } from '#tests/support/cart-views.ts';
import { cartNotices, isBlocked } from './cart-notices.ts';
import type { CartLineView } from './cart-view.ts';
import type { StockNews } from './stock-news.ts';

const saidOf = (...lines: Partial<CartLineView>[]) =>
  cartNotices(aCartView({ lines: lines.map((line, at) => aLineView({ id: `line-${at}`, ...line })) })).map(({ text }) => text);

test('a cart in which nothing changed says nothing', () => {
  expect(saidOf({}, { variantId: 'mug' })).toEqual([]);
});

test('a price that moved is said with its amount and direction, and holds nobody up', () => {
  expect(saidOf({ priceNowMinor: 629_000 }, { priceNowMinor: 660_050 })).toEqual([
    '₹200 less than when you added it.',
    '₹110.50 more than when you added it.'
  ]);
  expect(isBlocked(aCartView({ lines: [aLineView({ priceNowMinor: 1 })] }))).toBe(false);
});

const time = { now: '2026-11-25T12:00:00.000Z', zone: 'Asia/Kolkata' };
const toldOf = (line: Partial<CartLineView>, stock: StockNews[] = []) =>
  cartNotices(aCartView({ lines: [aLineView(line)] }), { ...time, stock }).map(({ text }) => text);

test('it says since when a price is another', () => {
  expect(toldOf({ priceNowMinor: 629_000 })).toEqual(['₹200 less than when you added it on Monday.']);
  expect(toldOf({ priceNowMinor: 629_000, priceSeenAt: '2026-11-24T12:00:00.000Z' })).toEqual([
    '₹200 less than when you looked yesterday.'
  ]);
  expect(toldOf({ priceNowMinor: 660_000, addedAt: '2026-11-25T05:10:00.000Z' })).toEqual([
    '₹110 more than when you added it at 10:40 am.'
  ]);
  expect(toldOf({ priceNowMinor: 629_000, addedAt: '2026-11-03T05:10:00.000Z' })).toEqual([
    '₹200 less than when you added it on Tue 3 Nov.'
  ]);
});

test('it says why there are fewer, if it happened since', () => {
  const bought: StockNews = { variantId: 'lamp', nodeId: 'blr-domlur', kind: 'sold', at: '2026-11-25T12:00:00.000Z' };
  expect(toldOf({ free: 0 }, [bought])).toEqual(['None left: somebody bought it at 5:30 pm. Take it out to go on.']);
  expect(toldOf({ free: 2, quantity: 3 }, [{ ...bought, kind: 'counted' }])).toEqual([
    'Only 2 left: we counted again at 5:30 pm. Take 2 or fewer.'
  ]);
  const elsewhere = { free: 0, pickupNodeId: 'blr-indiranagar', pickupNodeName: 'Indiranagar' };
  expect(toldOf(elsewhere, [bought])).toEqual(['None left at Indiranagar. Take it out to go on.']);
  expect(toldOf({ free: 0 }, [{ ...bought, at: '2026-11-22T12:00:00.000Z' }])).toEqual(['None left. Take it out to go on.']);
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
