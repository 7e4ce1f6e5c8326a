import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { freeLevels, networkNodes } from '#db/queries/delivery.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { quoteCart } from '#lib/commerce/cart/quote.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCart, address, aNode, asha, aVariant, contact, level, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { sql } from 'kysely';

const STORE = 'blr-indiranagar';
const DARK = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, STORE);
  await aNode(shop.db, DARK, { kind: 'dark_store', lat: 12.96, lng: 77.64 });
});
afterAll(() => shop.close());

async function filled(lines: { variantId: string; quantity: number; pickupNodeId?: string }[]) {
  const cart = await aCart(shop);
  for (const line of lines) await addToCart(shop, shopper, { cartKey: cart.cartKey, ...line, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey: cart.cartKey, contact, address });
  return cart;
}
const choose = (cartKey: string, choice = 'standard') => chooseDelivery(shop, shopper, { cartKey, choice });
const expire = (at: string) => sql`select expire_holds(${at}::timestamptz, 100)`.execute(shop.db);

test('a whole order with one part brought and one collected, from an empty cart to both hands', async () => {
  const lamp = await aVariant(shop.db, { stock: { [DARK]: 2 } });
  const mug = await aVariant(shop.db, { stock: { [STORE]: 4 } });
  const { cartKey, cartId } = await filled([
    { variantId: lamp, quantity: 1 },
    { variantId: mug, quantity: 2, pickupNodeId: STORE }
  ]);
  const { version, heldUntil } = await choose(cartKey, 'same_day');
  expect(heldUntil).toBe('2026-11-25T05:20:00.000Z');
  expect(await level(shop.db, lamp, DARK)).toMatchObject({ held: 1, allocated: 0, available: 1 });

  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'card', key: 'k' });
  expect(await level(shop.db, lamp, DARK)).toMatchObject({ held: 0, allocated: 1, available: 1 });
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const order = await trackedOrder(shop.db, orderId);
  const [ship, pickup] = order?.parcels ?? [];
  expect(order).toMatchObject({ life: 'confirmed', lines: [{ quantity: 1 }, { quantity: 2 }], payment: { state: 'captured' } });
  expect([ship?.method, pickup?.method]).toEqual(['ship', 'pickup']);
  for (const parcel of [ship!, pickup!]) await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.id });
  await Promise.all([1, 2].map(() => handOverParcel(shop, SYSTEM, { fulfilmentOrderId: ship!.id })));
  await readyParcel(shop, SYSTEM, { fulfilmentOrderId: pickup!.id });

  await expect(collectParcel(shop, asha, { fulfilmentOrderId: pickup!.id, code: 'WRONG1' })).rejects.toMatchObject({ code: 'not-allowed' });
  const elsewhere = { ...asha, nodeId: DARK };
  await expect(collectParcel(shop, elsewhere, { fulfilmentOrderId: pickup!.id, code: pickup!.collectCode! })).rejects.toMatchObject({
    code: 'not-found'
  });
  const taking = () => collectParcel(shop, asha, { fulfilmentOrderId: pickup!.id, code: pickup!.collectCode! });
  const both = await Promise.allSettled([taking(), taking()]);
  expect(both.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 2, allocated: 0, held: 0 });
  expect(await level(shop.db, lamp, DARK)).toMatchObject({ on_hand: 1, allocated: 0 });
  expect((await cartView(shop.db, cartId))?.state).toBe('placed');
  expect((await trackedOrder(shop.db, orderId))?.parcels.map((parcel) => parcel.state)).toEqual(['shipped', 'collected']);
});

test('what one shopper holds nobody else can buy; when the hold lapses they can, and the order of the first fails cleanly', async () => {
  const last = await aVariant(shop.db, { stock: { [DARK]: 1 } });
  const first = await filled([{ variantId: last, quantity: 1 }]);
  const second = await filled([{ variantId: last, quantity: 1 }]);
  const { version } = await choose(first.cartKey);
  await expect(choose(second.cartKey)).rejects.toMatchObject({ code: 'out-of-stock' });

  const later = '2026-11-25T05:20:00Z';
  shop.at(later);
  await Promise.all([expire(later), expire(later)]);
  expect(await level(shop.db, last, DARK)).toMatchObject({ held: 0, available: 1 });
  await choose(second.cartKey);
  await expect(placeOrder(shop, shopper, { cartKey: first.cartKey, version, method: 'upi', key: 'k' })).rejects.toMatchObject({
    code: 'out-of-stock'
  });
  shop.at(MORNING);
});

test('a lapsed hold does not lose an order as long as nobody else took the goods', async () => {
  const thing = await aVariant(shop.db, { stock: { [DARK]: 1 } });
  const { cartKey } = await filled([{ variantId: thing, quantity: 1 }]);
  const { version } = await choose(cartKey);
  shop.at('2026-11-25T05:21:00Z');
  await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  shop.at(MORNING);
  expect(await level(shop.db, thing, DARK)).toMatchObject({ held: 0, allocated: 1 });
});

test('choosing again keeps one hold and moves it; a date that got later since it was shown is refused', async () => {
  const thing = await aVariant(shop.db, { stock: { [DARK]: 3 } });
  const { cartKey, cartId } = await filled([{ variantId: thing, quantity: 2 }]);
  await Promise.all([choose(cartKey), choose(cartKey, 'express'), choose(cartKey)]);
  expect(await level(shop.db, thing, DARK)).toMatchObject({ held: 2, available: 1 });
  const shown = '2026-11-25T06:00:00.000Z';
  await expect(chooseDelivery(shop, shopper, { cartKey, choice: 'standard', deliverUntil: shown })).rejects.toMatchObject({
    code: 'promise-changed'
  });
  const cart = await cartView(shop.db, cartId);
  const levels = await freeLevels(shop.db, [thing], cartId);
  expect(levels.find((one) => one.nodeId === DARK)?.available).toBe(3);
  const quoted = quoteCart({
    cart: cart!,
    nodes: await networkNodes(shop.db),
    levels,
    position: undefined,
    ruleSet: undefined,
    holidays: [],
    at: shop.now()
  });
  expect(quoted.map((choice) => !choice.open && choice.reason)).toEqual(['unknown-postcode', 'unknown-postcode', 'unknown-postcode']);
});
