import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { orderAgain } from '#lib/commerce/cart/order-again.server.ts';
import { readAgain } from '#lib/commerce/cart/read-again.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCart, aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterAll(() => shop.close());

/** Two mugs and a pot of which five each were there. */
async function anOrder() {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 5 } });
  const pot = await aVariant(shop.db, { stock: { [HERE]: 5 }, priceMinor: 100_000 });
  const { cartKey, version } = await aCheckout(shop, [
    { variantId: mug, quantity: 2 },
    { variantId: pot, quantity: 1 }
  ]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  return { orderKey, cartKey, mug, pot };
}
const linesOf = async (cartId: string) =>
  (await cartView(shop.db, cartId))?.lines.map(({ variantId, quantity, unitPriceMinor }) => [variantId, quantity, unitPriceMinor]);
const press = async (orderKey: string, cartKey: string) => {
  const { seal } = await readAgain(shop, { orderKey, cartKey });
  return { orderKey, cartKey, seal, key: shop.newId() };
};

test('what was ordered goes into the cart at the prices of today, as far as there is some, and that is said before', async () => {
  const { orderKey, mug, pot } = await anOrder();
  await shop.db.updateTable('price').set({ amount_minor: 52_000 }).where('variant_id', '=', mug).execute();
  await shop.db
    .updateTable('product')
    .set({ status: 'archived' })
    .where('id', '=', (eb) => eb.selectFrom('variant').select('product_id').where('id', '=', pot))
    .execute();
  const { cartId, cartKey } = await aCart(shop);
  const { lines } = await readAgain(shop, { orderKey, cartKey });
  expect(lines).toMatchObject([
    { variantId: mug, quantity: 2, units: 2, paidMinor: 49_000, priceMinor: 52_000, whyNot: null },
    { variantId: pot, quantity: 1, units: 0, whyNot: 'not-for-sale' }
  ]);
  expect(await readAgain(shop, { orderKey, cartKey: undefined })).toMatchObject({ lines });
  await orderAgain(shop, shopper, await press(orderKey, cartKey));
  expect(await linesOf(cartId)).toEqual([[mug, 2, 52_000]]);
});

test('pressed twice, also at the same moment, it goes in once; pressed anew it goes in again', async () => {
  const { orderKey, mug, pot } = await anOrder();
  const { cartId, cartKey } = await aCart(shop);
  const one = await press(orderKey, cartKey);
  const answers = await Promise.all([orderAgain(shop, shopper, one), orderAgain(shop, shopper, one)]);
  expect(answers).toEqual([{ units: 3 }, { units: 3 }]);
  expect(await orderAgain(shop, shopper, one)).toEqual({ units: 3 });
  expect((await linesOf(cartId))?.map(([id, quantity]) => [id, quantity])).toEqual([
    [mug, 2],
    [pot, 1]
  ]);
  const { lines } = await readAgain(shop, { orderKey, cartKey });
  expect(lines).toMatchObject([{ units: 1, whyNot: 'not-enough-stock' }, { units: 1 }]);
  const log = await shop.db.selectFrom('cart_operation').select('outcome').where('cart_id', '=', cartId).execute();
  expect(log).toHaveLength(2);
});

test('what is not so any more when it is pressed is not done; nor is it into a cart that was ordered', async () => {
  const { orderKey, mug, cartKey: ordered } = await anOrder();
  const { cartId, cartKey } = await aCart(shop);
  const seen = await press(orderKey, cartKey);
  await shop.db.updateTable('price').set({ amount_minor: 60_000 }).where('variant_id', '=', mug).execute();
  expect(await outcomeOf(orderAgain(shop, shopper, seen))).toBe('stale-version');
  expect(await linesOf(cartId)).toEqual([]);
  expect(await outcomeOf(orderAgain(shop, shopper, await press(orderKey, ordered)))).toBe('cart-closed');
  expect(await outcomeOf(readAgain(shop, { orderKey: 'nonsense', cartKey }))).toBe('not-found');
});

test('what was called off is not ordered again, unless all of it was', async () => {
  const { orderKey, mug, pot } = await anOrder();
  const change = async (wish: ChangeWish) => {
    const { seal } = await readChange(shop, { orderKey, wish });
    await changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
  };
  const [line] = await shop.db.selectFrom('order_line').select('id').where('variant_id', '=', pot).execute();
  await change({ kind: 'cancel', reason: 'other', units: [{ orderLineId: line?.id ?? '', quantity: 1 }] });
  const units = async () => (await readAgain(shop, { orderKey, cartKey: undefined })).lines.map((one) => [one.variantId, one.quantity]);
  expect(await units()).toEqual([[mug, 2]]);
  await change({ kind: 'cancel', reason: 'other', units: null });
  expect(await units()).toEqual([
    [mug, 2],
    [pot, 1]
  ]);
});
