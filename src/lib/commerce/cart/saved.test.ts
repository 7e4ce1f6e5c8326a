import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { aLineView } from '#tests/support/cart-views.ts';
import { decideToSave, decideToUnsave, MAX_SAVED } from './saved.ts';

const LAMP = { variantId: 'lamp', pickupNodeId: null };
const offer = { variantId: 'lamp', forSale: true, currency: 'INR', unitPriceMinor: 1, free: 9 as number | undefined };
const aCart = (lines = [aLineView({ quantity: 2 })], saved = [{ variantId: 'lamp', quantity: 3 }]) => ({
  state: 'active' as const,
  currency: 'INR',
  lines,
  saved
});

test('a line is saved whole, on top of what is saved of the same thing', () => {
  expect(decideToSave(aCart(), LAMP)).toEqual({ quantity: 5 });
  expect(decideToSave({ ...aCart(), saved: [] }, LAMP)).toEqual({ quantity: 2 });
});

test('what is not there, a cart that is closed and a list that is full are refused', () => {
  expect(() => decideToSave(aCart(), { ...LAMP, pickupNodeId: 'blr-indiranagar' })).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(() => decideToSave({ ...aCart(), state: 'placed' }, LAMP)).toThrow(expect.objectContaining({ code: 'cart-closed' }));
  const full = Array.from({ length: MAX_SAVED }, (_, at) => ({ variantId: `thing ${at}`, quantity: 1 }));
  expect(() => decideToSave({ ...aCart(), saved: full }, LAMP)).toThrow(expect.objectContaining({ code: 'saved-full' }));
  expect(() => decideToUnsave({ ...aCart(), saved: [] }, offer, LAMP)).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(() => decideToUnsave(aCart(), { ...offer, free: 0 }, LAMP)).toThrow(expect.objectContaining({ code: 'out-of-stock' }));
});

test('as many as can be had go back, the rest stays saved', () => {
  expect(decideToUnsave(aCart(), offer, LAMP)).toEqual({ moved: 3, quantity: 5, left: 0 });
  expect(decideToUnsave(aCart(), { ...offer, free: 4 }, LAMP)).toEqual({ moved: 2, quantity: 4, left: 1 });
  const many = aCart([aLineView({ quantity: 90 })], [{ variantId: 'lamp', quantity: 40 }]);
  expect(decideToUnsave(many, { ...offer, free: undefined }, LAMP)).toEqual({ moved: 9, quantity: 99, left: 31 });
});

test('no unit is lost on the way there and back', () => {
  const amount = fc.integer({ min: 1, max: 99 });
  fc.assert(
    fc.property(amount, amount, fc.nat(120), (inCart, inSaved, free) => {
      const cart = aCart([aLineView({ quantity: inCart })], [{ variantId: 'lamp', quantity: inSaved }]);
      try {
        const { moved, quantity, left } = decideToUnsave(cart, { ...offer, free }, LAMP);
        expect([quantity, moved + left]).toEqual([inCart + moved, inSaved]);
        expect(quantity <= Math.min(99, free) && moved > 0).toBe(true);
      } catch (fault) {
        expect(isRefusal(fault) && inCart + 1 > Math.min(99, free)).toBe(true);
      }
    })
  );
});
