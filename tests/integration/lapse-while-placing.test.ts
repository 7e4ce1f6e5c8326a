import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { aCart, address, aNode, aVariant, contact, level, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { untilWaiting } from '../support/waiting.ts';

const NODE = 'blr-domlur';
/** The first of two carts lapsed by then, the second not yet. */
const [SOON, LATER] = ['2026-11-25T05:10:00Z', '2026-11-25T05:21:00Z'];
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, NODE, { kind: 'dark_store', lat: 12.96, lng: 77.64 });
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const choose = async (cartKey: string) => chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
async function aHoldOf(variantId: string): Promise<{ cartKey: string; version: number }> {
  const { cartKey } = await aCart(shop);
  await addToCart(shop, shopper, { cartKey, variantId, quantity: 1, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey, contact, address });
  return { cartKey, version: (await choose(cartKey)).version };
}

/** One unit held by a cart whose time is over, and one by a cart that has time left. */
async function twoThatHold(onHand: number) {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: onHand } });
  const first = await aHoldOf(variantId);
  shop.at(SOON);
  const second = await aHoldOf(variantId);
  shop.at(LATER);
  return { variantId, first, second };
}

/** What is done while its hold lapses in a transaction that has not ended yet. */
async function whileItLapses<T>(work: () => Promise<T>): Promise<T> {
  let doing: Promise<T> | undefined;
  await shop.db.transaction().execute(async (tx) => {
    await sql`select expire_holds(${LATER}::timestamptz, 100)`.execute(tx);
    doing = work();
    doing.catch(() => undefined);
    await untilWaiting(shop.db, 1);
  });
  return doing!;
}

const place = async ({ cartKey, version }: { cartKey: string; version: number }) =>
  placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });

test('an order whose hold lapses in the same moment takes a free unit, and what another cart holds stays held', async () => {
  const { variantId, first, second } = await twoThatHold(3);
  await whileItLapses(() => place(first));
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ held: 1, allocated: 1, available: 1 });
  await place(second);
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ held: 0, allocated: 2, available: 1 });
});

test('a delivery chosen again while its hold lapses is held again', async () => {
  const { variantId, first } = await twoThatHold(3);
  await whileItLapses(() => choose(first.cartKey));
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ held: 2, available: 1 });
});
