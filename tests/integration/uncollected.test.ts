import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { giveBackUncollected } from '#lib/commerce/fulfilment/give-back-uncollected.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { giveBackWhatNobodyCollects } from '#realtime/sweeps.ts';
import { WORKERS } from '#realtime/workers.ts';
import { aCart, address, aNode, asha, aVariant, contact, level, shopper, thePostcode } from '../support/makers.ts';
import { refundsOf as readRefunds } from '../support/refunds.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const STORE = 'blr-indiranagar';
const A_WEEK_LATER = '2026-12-02T05:00:00Z';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, STORE);
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

/** Two mugs at the counter since MORNING. */
async function ready(method: 'card' | 'pay_in_store') {
  const mug = await aVariant(shop.db, { stock: { [STORE]: 4 } });
  const { cartKey } = await aCart(shop);
  await addToCart(shop, shopper, { cartKey, variantId: mug, quantity: 2, pickupNodeId: STORE, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey, contact, address });
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'pickup' });
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'card') await authorizePayment(shop, shopper, { orderKey, handle: 'ok' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const parcel = (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.id });
  await readyParcel(shop, SYSTEM, { fulfilmentOrderId: parcel.id });
  return { mug, orderId, id: parcel.id, code: parcel.collectCode! };
}
const refundsOf = async (orderId: string) => readRefunds(shop.db, orderId);

test('after a week it is for sale again and what was paid goes back; a moment before it still waits', async () => {
  const { mug, orderId, id } = await ready('card');
  shop.at(new Date(Date.parse(A_WEEK_LATER) - 1));
  await giveBackWhatNobodyCollects(shop);
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 4, allocated: 2, available: 2 });

  shop.at(A_WEEK_LATER);
  await giveBackWhatNobodyCollects(shop);
  await giveBackUncollected(shop, SYSTEM, { fulfilmentOrderId: id });
  expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: 4, allocated: 0, available: 4 });
  const order = (await trackedOrder(shop.db, orderId))!;
  expect([order.life, order.parcels[0]?.state]).toEqual(['completed', 'uncollected']);
  const [refund, ...more] = await refundsOf(orderId);
  expect(more).toEqual([]);
  expect(refund).toMatchObject({ reason: 'uncollected', state: 'due', amount_minor: 98_000 });
  await WORKERS['pay-refund'](shop, { refundId: refund!.id });
  expect((await trackedOrder(shop.db, orderId))?.payment).toMatchObject({ state: 'refunded' });
});

test('what was to be paid at the counter is not owed any more', async () => {
  const { orderId } = await ready('pay_in_store');
  shop.at(A_WEEK_LATER);
  await giveBackWhatNobodyCollects(shop);
  expect(await refundsOf(orderId)).toMatchObject([{ reason: 'uncollected', state: 'paid', amount_minor: 98_000 }]);
});

test('whoever comes at the last moment has it, or it went back: never both', async () => {
  for (let round = 0; round < 4; round++) {
    shop.at(MORNING);
    const { mug, id, code, orderId } = await ready('card');
    shop.at(A_WEEK_LATER);
    const [collected] = await Promise.all([
      outcomeOf(collectParcel(shop, asha, { fulfilmentOrderId: id, code })),
      giveBackUncollected(shop, SYSTEM, { fulfilmentOrderId: id })
    ]);
    expect(await level(shop.db, mug, STORE)).toMatchObject({ on_hand: collected === 'done' ? 2 : 4, allocated: 0 });
    expect(await refundsOf(orderId)).toHaveLength(collected === 'done' ? 0 : 1);
  }
});
