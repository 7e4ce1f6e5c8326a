import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { giveBackUncollected } from '#lib/commerce/fulfilment/give-back-uncollected.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCart, address, aNode, aPlan, asha, aVariant, contact, level, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

const STORE = 'blr-indiranagar';
const at = { ...asha, nodeId: STORE };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, STORE);
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

/** Two of four mugs in a parcel that is packed, to be collected or to be sent. */
async function packed(method: 'pickup' | 'ship') {
  const mug = await aVariant(shop.db, { stock: { [STORE]: 4 } });
  const orderId = method === 'pickup' ? await toBeCollected(mug) : await toBeSent(mug);
  await releaseOrder(shop, SYSTEM, { orderId });
  const parcel = (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.id });
  return { mug, orderId, id: parcel.id, code: parcel.collectCode ?? '' };
}
async function toBeCollected(mug: string): Promise<string> {
  const { cartKey } = await aCart(shop);
  await addToCart(shop, shopper, { cartKey, variantId: mug, quantity: 2, pickupNodeId: STORE, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey, contact, address });
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'pickup' });
  return (await placeOrder(shop, shopper, { cartKey, version, method: 'pay_in_store', key: shop.newId() })).orderId;
}
async function toBeSent(mug: string): Promise<string> {
  const lines = [{ variantId: mug, quantity: 2 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { nodeId: STORE }));
  return (await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() })).orderId;
}
const counted = async (mug: string, units: number) =>
  correctStock(shop, at, { variantId: mug, counted: units, reason: '', key: shop.newId() });
const movementsOf = async (mug: string) =>
  shop.db
    .selectFrom('stock_movement')
    .select(['kind', 'quantity', 'reason'])
    .where('variant_id', '=', mug)
    .where('kind', '!=', 'received')
    .orderBy('at')
    .orderBy('kind', 'desc')
    .execute();
const saidShort = async (mug: string) =>
  (
    await shop.db
      .selectFrom('event')
      .select(sql<number>`(data->>'short')::int`.as('short'))
      .where('topic', '=', `shortage:${STORE}/${mug}`)
      .orderBy('position')
      .execute()
  ).map(({ short }) => short);

// What is handed over was there, whatever the shelf was counted at while it lay packed at the counter.
test('a packed parcel is collected although the shelf was counted empty: the count was wrong by what left', async () => {
  const { mug, orderId, id, code } = await packed('pickup');
  await readyParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  await counted(mug, 0);
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 0, allocated: 2, short: 2 });

  shop.at(new Date(shop.now().getTime() + 60_000));
  await collectParcel(shop, at, { fulfilmentOrderId: id, code });
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 0, allocated: 0, short: 0, available: 0 });
  expect((await trackedOrder(shop.db, orderId))!.life).toBe('completed');
  expect(await movementsOf(mug)).toEqual([
    { kind: 'counted', quantity: -4, reason: '' },
    { kind: 'corrected', quantity: 2, reason: 'it left although the books had fewer' },
    { kind: 'collected', quantity: -2, reason: '' }
  ]);
  expect(await saidShort(mug)).toEqual([2, 0]);
});

test('a packed parcel is handed to the carrier although one of its two was counted away', async () => {
  const { mug, id } = await packed('ship');
  await counted(mug, 1);
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 0, allocated: 0, short: 0 });
  expect(await saidShort(mug)).toEqual([1, 0]);
});

test('what is given back ends the shortage that it was part of', async () => {
  const { mug, id } = await packed('pickup');
  await readyParcel(shop, SYSTEM, { fulfilmentOrderId: id });
  await counted(mug, 1);
  shop.at('2026-12-20T05:00:00Z');
  await giveBackUncollected(shop, SYSTEM, { fulfilmentOrderId: id });
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 1, allocated: 0, short: 0, available: 1 });
  expect(await saidShort(mug)).toEqual([1, 0]);
});
