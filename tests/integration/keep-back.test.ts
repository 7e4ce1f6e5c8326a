import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { keepBack } from '#lib/commerce/stock/keep-back.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import type { Staff } from '#lib/kernel/actor.ts';
import { aCheckout } from '#tests/support/checkout.ts';
import { aNode, aPlan, asha, aVariant, level, shopper, thePostcode } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { outcomeOf } from '#tests/support/staff.ts';

const here = 'blr-domlur';
const atHere: Staff = { ...asha, nodeId: here };
const manager: Staff = { ...atHere, role: 'manager' };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, here);
});
afterAll(() => shop.close());

const keep = (variantId: string, keptBack: number, forCounter: number, key = shop.newId()) =>
  keepBack(shop, manager, { variantId, keptBack, forCounter, key });
const sell = (variantId: string, quantity = 1) =>
  sellInStore(shop, atHere, { lines: [{ variantId, quantity }], payment: 'cash', key: shop.newId() });
async function order(variantId: string) {
  const lines = [{ variantId, quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  return placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
}

test('what is kept for the counter is sold there and promised to nobody from afar', async () => {
  const lamp = await aVariant(shop.db, { stock: { [here]: 3 } });
  expect(await keep(lamp, 2, 1)).toEqual({ keptBack: 2, forCounter: 1, available: 1 });
  await order(lamp);
  await expect(order(lamp)).rejects.toMatchObject({ code: 'out-of-stock' });
  await expect(sell(lamp, 2)).rejects.toMatchObject({ code: 'not-enough-stock', message: `1 ${lamp}` });
  const outcomes = await Promise.all([outcomeOf(sell(lamp)), outcomeOf(sell(lamp))]);
  expect(outcomes.toSorted()).toEqual(['done', 'out-of-stock']);
  expect(await level(shop.db, lamp, here)).toMatchObject({ on_hand: 2, allocated: 1 });
  // Nothing is kept any more: what lies there is for everybody again.
  expect(await keep(lamp, 0, 0)).toEqual({ keptBack: 0, forCounter: 0, available: 1 });
  await order(lamp);
});

test('only whoever leads the place keeps back, no more for the counter than that, and the same press twice once', async () => {
  const lamp = await aVariant(shop.db, { stock: { [here]: 3 } });
  await expect(keepBack(shop, atHere, { variantId: lamp, keptBack: 1, forCounter: 0, key: 'a' })).rejects.toMatchObject({
    code: 'forbidden'
  });
  for (const [kept, counter] of [
    [1, 2],
    [-1, 0],
    [2, -1],
    [0.5, 0]
  ] as const) {
    await expect(keep(lamp, kept, counter)).rejects.toMatchObject({ code: 'invalid' });
  }
  await expect(keep(shop.newId(), 1, 0)).rejects.toMatchObject({ code: 'not-found' });
  const key = shop.newId();
  await Promise.all([keep(lamp, 2, 2, key), keep(lamp, 2, 2, key)]);
  expect(await level(shop.db, lamp, here)).toMatchObject({ safety: 2, for_counter: 2, version: 2 });
  await expect(keep(lamp, 3, 2, key)).rejects.toMatchObject({ code: 'key-reused' });
});

test('however much is kept, counted, ordered and sold: from afar nobody gets below it, and nothing is promised twice', async () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant('keep' as const), kept: fc.nat(3), counter: fc.nat(3) }),
    fc.record({ do: fc.constant('count' as const), units: fc.nat(5) }),
    fc.record({ do: fc.constantFrom('order' as const, 'sell' as const) })
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 10 }), async (acts) => {
      const lamp = await aVariant(shop.db, { stock: { [here]: 3 } });
      for (const one of acts) {
        const before = await level(shop.db, lamp, here);
        const free = before.on_hand - before.allocated - before.held - before.unavailable;
        if (one.do === 'keep') await keep(lamp, Math.max(one.kept, one.counter), one.counter);
        else if (one.do === 'count') {
          await correctStock(shop, atHere, {
            variantId: lamp,
            counted: Math.max(one.units, before.allocated),
            reason: '',
            key: shop.newId()
          });
        } else if (one.do === 'order') {
          expect(await outcomeOf(order(lamp))).toBe(free > before.safety ? 'done' : 'out-of-stock');
        } else {
          expect(await outcomeOf(sell(lamp))).toBe(free > before.safety - before.for_counter ? 'done' : 'out-of-stock');
        }
      }
    }),
    { numRuns: 25, seed: 14 }
  );
});
