import { afterAll, beforeAll, expect, test } from 'vitest';
import { pastRequests } from '#db/queries/past-requests.ts';
import { insertPolicyRefusal } from '#db/queries/policies.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import type { PolicyCode } from '#lib/commerce/policies/policy.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { tryPolicy } from '#lib/commerce/policies/try-policy.ts';
import { changedOrders } from '../support/changed-orders.ts';
import { aCheckout } from '../support/checkout.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { aPlan, aVariant, shopper } from '../support/makers.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());

/** The parcels of what was asked of one order, the newest request first. */
async function parcelsThen(orderId: string) {
  const { number } = await shop.db.selectFrom('orders').select('number').where('id', '=', orderId).executeTakeFirstOrThrow();
  const past = (await pastRequests(shop.db, 500)).filter((one) => one.number === number);
  return past.map((one) => ('parcels' in one ? one.parcels.map(({ state }) => state).join() : one.kind));
}

/** As one was kept before the states of parcels were kept with it. */
const wasRefused = async (orderId: string, code: PolicyCode) =>
  insertPolicyRefusal(shop.db, {
    orderId,
    asked: 'cancel',
    request: { lines: null, reason: 'other' },
    by: { profile: 'standard', version: 1, rule: 'cancel.states' },
    open: [],
    code,
    detail: '',
    actor: shopper,
    at: shop.now()
  });

test('of what was kept without it, events tell how a parcel stood: one that was brought is over', async () => {
  shop.at(MORNING);
  const came = await aDeliveredOrder(shop, { nodeId: HERE });
  await wasRefused(came.orderId, 'already-ended');
  expect(await parcelsThen(came.orderId)).toEqual(['closed']);
});

const { anOrder, change, lineOf, ALL } = changedOrders(() => shop);

test('what was called off and cannot be taken back is of the parcels that it ended, and of no other', async () => {
  shop.at(MORNING);
  const mug = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const pot = await aVariant(shop.db, { stock: { [STORE]: 1 } });
  const lines = [
    { variantId: mug, quantity: 1 },
    { variantId: pot, quantity: 1, pickupNodeId: STORE }
  ];
  const plan = aPlan(lines.slice(0, 1));
  const counter = aPlan(lines.slice(1), { nodeId: STORE, method: 'pickup', service: 'pickup', costMinor: 0 });
  const { cartKey, version } = await aCheckout(shop, lines, { ...plan, parcels: [...plan.parcels, ...counter.parcels] });
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  const of = { orderId, orderKey, mug, pot };
  const { lines: placed } = (await trackedOrder(shop.db, orderId))!;
  const wish: ChangeWish = {
    kind: 'cancel',
    reason: 'other',
    units: [{ orderLineId: placed.find(({ variantId }) => variantId === mug)!.id, quantity: 1 }]
  };
  await change(of, wish);
  await shop.db.updateTable('order_change').set({ undo: null, undo_until: null, parcels: null }).where('order_id', '=', orderId).execute();
  expect(await parcelsThen(orderId)).toEqual(['allocated']);
});

test('how parcels stood stays with what was asked of them, also what no event tells', async () => {
  const of = await anOrder();
  const moveTo = async (state: 'scheduled' | 'picking') =>
    shop.db.updateTable('fulfilment_order').set({ state }).where('order_id', '=', of.orderId).execute();
  await moveTo('picking');
  const cancelOne: ChangeWish = { kind: 'cancel', reason: 'other', units: [{ orderLineId: await lineOf(of, of.mug), quantity: 1 }] };
  const asked = changeOrder(shop, shopper, { orderKey: of.orderKey, wish: cancelOne, seal: '', key: shop.newId() });
  expect(await outcomeOf(asked)).toBe('already-begun');
  await moveTo('scheduled');
  shop.at(new Date(Date.parse(MORNING) + 1_000));
  await change(of, cancelOne);
  shop.at(new Date(Date.parse(MORNING) + 2_000));
  await change(of, ALL);

  const { number } = (await trackedOrder(shop.db, of.orderId))!;
  const past = (await pastRequests(shop.db, 500)).filter((one) => one.number === number);
  const parcels = [{ state: 'scheduled', method: 'ship' }];
  expect(past).toMatchObject([
    { parcels, isGuessed: false },
    { parcels, isGuessed: false },
    { parcels: [{ state: 'picking', method: 'ship' }], isGuessed: false }
  ]);
  const draft = { profile: 'draft', version: 1, terms: standardPolicy };
  expect(tryPolicy(past, draft)).toMatchObject({ guessed: 0, differing: [] });

  await shop.db.updateTable('order_change').set({ parcels: null }).where('order_id', '=', of.orderId).execute();
  const older = (await pastRequests(shop.db, 500)).filter((one) => one.number === number);
  expect(tryPolicy(older, draft).guessed).toBe(2);
});
