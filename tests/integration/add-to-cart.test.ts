import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { decideToAdd, type CartLine } from '#lib/commerce/cart/cart.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { aCart, aVariant, aNode, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const STORE = 'blr-indiranagar';
const linesOf = async (cartId: string) => (await cartView(shop.db, cartId))?.lines ?? [];

test('the same key adds once, however often it is sent and also at the same moment', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartId, cartKey } = await aCart(shop);
  const add = () => addToCart(shop, shopper, { cartKey, variantId, quantity: 2, key: 'one press' });
  const answers = await Promise.all([add(), add(), add()]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await linesOf(cartId)).toMatchObject([{ quantity: 2, free: 9, priceNowMinor: 49_000 }]);
  await expect(addToCart(shop, shopper, { cartKey, variantId, quantity: 3, key: 'one press' })).rejects.toMatchObject({
    code: 'key-reused'
  });
});

test('two windows that add at the same moment both count', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartId, cartKey } = await aCart(shop);
  await Promise.all([1, 2, 3, 4].map((n) => addToCart(shop, shopper, { cartKey, variantId, quantity: 1, key: `window ${n}` })));
  expect(await linesOf(cartId)).toMatchObject([{ quantity: 4 }]);
});

test('a forged key opens no cart', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const input = { variantId, quantity: 1, key: 'k' };
  await expect(addToCart(shop, shopper, { cartKey: 'A'.repeat(43), ...input })).rejects.toMatchObject({ code: 'not-found' });
  await expect(addToCart(shop, shopper, { cartKey: shop.keys.make('order', shop.newId()), ...input })).rejects.toMatchObject({
    code: 'not-found'
  });
  await expect(addToCart(shop, shopper, { cartKey: shop.keys.make('cart', shop.newId()), ...input })).rejects.toMatchObject({
    code: 'not-found'
  });
});

test('a line goes up as far as the stock, down as far as the shopper likes, and out at nought', async () => {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 3 } });
  const { cartId, cartKey } = await aCart(shop);
  const { lineId } = await addToCart(shop, shopper, { cartKey, variantId, quantity: 1, key: 'k' });
  await changeCartLine(shop, shopper, { cartKey, lineId, quantity: 3 });
  await expect(changeCartLine(shop, shopper, { cartKey, lineId, quantity: 4 })).rejects.toMatchObject({
    code: 'not-enough-stock',
    message: '3'
  });
  await changeCartLine(shop, shopper, { cartKey, lineId, quantity: 0 });
  expect(await linesOf(cartId)).toEqual([]);
});

type Op = { thing: number; quantity: number; atStore: boolean };
const op = fc.record({ thing: fc.nat(2), quantity: fc.integer({ min: 1, max: 60 }), atStore: fc.boolean() });

test('the database adds, and refuses, exactly as the pure decision does', async () => {
  await aNode(shop.db, STORE);
  await fc.assert(
    fc.asyncProperty(
      fc.array(op, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(70), { minLength: 3, maxLength: 3 }),
      async (ops, stocks) => {
        const things = await Promise.all(
          stocks.map((stock, i) => aVariant(shop.db, { stock: { [STORE]: stock, 'blr-hoskote': stock }, tracked: i !== 2 }))
        );
        const { cartId, cartKey } = await aCart(shop);
        for (const one of ops) {
          const wanted = { variantId: things[one.thing]!, quantity: one.quantity, pickupNodeId: one.atStore ? STORE : null };
          const expected = verdict(await linesOf(cartId), wanted, freeOf(stocks, one));
          const got = await addToCart(shop, shopper, { cartKey, ...wanted, key: shop.newId() }).then(
            (added) => added.quantity,
            (fault: unknown) => (isRefusal(fault) ? `${fault.code} ${fault.message}` : fault)
          );
          expect(got).toEqual(expected);
        }
      }
    ),
    { numRuns: 25 }
  );
});

function freeOf(stocks: number[], { thing, atStore }: Op): number | undefined {
  return thing === 2 ? undefined : stocks[thing]! * (atStore ? 1 : 2);
}

function verdict(
  lines: CartLine[],
  wanted: { variantId: string; quantity: number; pickupNodeId: string | null },
  free: number | undefined
) {
  const offer = { variantId: wanted.variantId, forSale: true, currency: 'INR', unitPriceMinor: 49_000, free };
  try {
    return decideToAdd({ state: 'active', currency: 'INR', lines }, offer, wanted).quantity;
  } catch (fault) {
    return isRefusal(fault) ? `${fault.code} ${fault.message}` : fault;
  }
}
