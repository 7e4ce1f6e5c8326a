import { afterAll, beforeAll, expect, test } from 'vitest';
import { pastRequests } from '#db/queries/past-requests.ts';
import { rulingsOf } from '#db/queries/policies.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { changeParcel } from '#lib/commerce/parcel-choice/change-parcel.server.ts';
import { readOtherWays } from '#lib/commerce/parcel-choice/read-choices.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { refundBringing } from '#lib/commerce/payments/refund-bringing.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { tryPolicy } from '#lib/commerce/policies/try-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const NEAR = 'blr-near';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, NEAR);
  await aNode(shop.db, 'del-far', { lat: 28.6, lng: 77.2 });
});
afterAll(() => shop.close());

/** A paid order of one unit, brought from HERE or to be collected there, released. */
async function ordered(stock: Record<string, number>, method: 'ship' | 'pickup' = 'ship') {
  const variantId = await aVariant(shop.db, { stock });
  const lines = [{ variantId, quantity: 1 }];
  const plan = method === 'ship' ? aPlan(lines) : aPlan(lines, { method, service: 'pickup', costMinor: 0 });
  const wanted = method === 'ship' ? lines : lines.map((line) => ({ ...line, pickupNodeId: HERE }));
  const { cartKey, version } = await aCheckout(shop, wanted, plan);
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const order = await tracked(orderId);
  return { orderId, orderKey, variantId, parcelId: order.parcels[0]!.id, version: order.version };
}
type Ordered = Awaited<ReturnType<typeof ordered>>;
const tracked = async (orderId: string) => (await trackedOrder(shop.db, orderId))!;
const waysOf = async ({ parcelId }: Ordered) => (await readOtherWays(shop, parcelId)).map(({ id }) => id);
const change = async ({ orderKey, parcelId, version }: Ordered, way: string) =>
  changeParcel(shop, shopper, { orderKey, fulfilmentOrderId: parcelId, way, version });

test('what was to be brought is collected instead: taken there, given back here, with a code, a date, and the price of bringing back', async () => {
  const order = await ordered({ [HERE]: 1, [NEAR]: 1, 'del-far': 1 });
  expect(await waysOf(order)).toEqual(expect.arrayContaining([`collect:${NEAR}`]));
  expect(await waysOf(order)).not.toContain('collect:del-far');
  await change(order, `collect:${NEAR}`);
  expect(await level(shop.db, order.variantId, HERE)).toMatchObject({ allocated: 0, available: 1 });
  expect(await level(shop.db, order.variantId, NEAR)).toMatchObject({ allocated: 1, available: 0 });
  const { parcels, deliveryMinor } = await tracked(order.orderId);
  expect(parcels).toMatchObject([
    { method: 'pickup', nodeId: NEAR, collectCode: expect.any(String), promises: [{}, { reason: 'chosen' }] }
  ]);
  expect(deliveryMinor).toBeGreaterThan(0);
  await refundBringing(shop, SYSTEM, { fulfilmentOrderId: order.parcelId });
  await refundBringing(shop, SYSTEM, { fulfilmentOrderId: order.parcelId });
  expect((await tracked(order.orderId)).refunds).toMatchObject([{ reason: 'changed', amountMinor: deliveryMinor, how: 'bank' }]);
});

test('another store; bringing is not given away', async () => {
  const order = await ordered({ [HERE]: 1, [NEAR]: 1 }, 'pickup');
  expect(await waysOf(order)).toEqual([`collect:${NEAR}`]);
  await expect(change(order, 'ship')).rejects.toMatchObject({ code: 'out-of-stock' });
  await change(order, `collect:${NEAR}`);
  expect((await tracked(order.orderId)).parcels).toMatchObject([{ method: 'pickup', nodeId: NEAR, state: 'allocated' }]);
  await refundBringing(shop, SYSTEM, { fulfilmentOrderId: order.parcelId });
  expect((await tracked(order.orderId)).refunds).toEqual([]);
});

test('once somebody has begun, and after anything else that happened, it stays as it is', async () => {
  const order = await ordered({ [HERE]: 1, [NEAR]: 1 });
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: order.parcelId });
  expect(await waysOf(order)).toEqual([]);
  await expect(change(order, `collect:${NEAR}`)).rejects.toMatchObject({ code: 'stale-version' });
  const { version } = await tracked(order.orderId);
  await expect(change({ ...order, version }, `collect:${NEAR}`)).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await level(shop.db, order.variantId, NEAR)).toMatchObject({ allocated: 0 });
});

test('two wishes at once, and a place that begins at the same moment: each unit lies in one place', async () => {
  const order = await ordered({ [HERE]: 1, [NEAR]: 1 });
  const answers = await Promise.allSettled([
    change(order, `collect:${NEAR}`),
    change(order, `collect:${NEAR}`),
    packParcel(shop, SYSTEM, { fulfilmentOrderId: order.parcelId })
  ]);
  expect(answers.slice(0, 2).filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  const places = await Promise.all([HERE, NEAR].map(async (node) => (await level(shop.db, order.variantId, node)).allocated));
  expect(places.toSorted((a, b) => a - b)).toEqual([0, 1]);
});

test('an order that is not paid yet stays as it is', async () => {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 1, [NEAR]: 1 } }), quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines);
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  const order = await tracked(orderId);
  const asked = { orderId, orderKey, variantId: lines[0]!.variantId, parcelId: order.parcels[0]!.id, version: order.version };
  expect(await waysOf(asked)).toEqual([]);
  await expect(change(asked, `collect:${NEAR}`)).rejects.toMatchObject({ code: 'not-allowed' });
});

test('another order’s key changes nothing', async () => {
  const [mine, yours] = [await ordered({ [HERE]: 1, [NEAR]: 1 }), await ordered({ [HERE]: 1, [NEAR]: 1 })];
  await expect(change({ ...mine, orderKey: yours.orderKey }, `collect:${NEAR}`)).rejects.toMatchObject({ code: 'not-found' });
});

test.each([
  ['delivery.states', { states: ['shipped'], wishes: ['collect'] }],
  ['delivery.wishes', { states: ['allocated', 'released'], wishes: ['day'] }]
] as const)('where its policy leaves it out, nothing else is offered and nothing done: %s', async (rule, delivery) => {
  const [order, counter] = await underPolicy(shop, { delivery }, async () => [
    await ordered({ [HERE]: 1, [NEAR]: 1 }),
    await ordered({ [HERE]: 1, [NEAR]: 1 }, 'pickup')
  ]);
  for (const one of [order, counter]) {
    expect(await waysOf(one)).toEqual([]);
    await expect(change(one, `collect:${NEAR}`)).rejects.toMatchObject({ code: 'method-not-offered' });
    expect(await level(shop.db, one.variantId, NEAR)).toMatchObject({ allocated: 0 });
    expect(await rulingsOf(shop.db, one.orderId)).toMatchObject([{ asked: 'delivery', code: 'method-not-offered', rule }]);
  }
  const { number } = await tracked(order.orderId);
  const past = (await pastRequests(shop.db, 500)).filter((one) => one.number === number);
  expect(past).toMatchObject([{ kind: 'delivery', wish: 'collect', parcels: [{ state: 'released', method: 'ship' }], isGuessed: false }]);
  expect(tryPolicy(past, { profile: 'draft', version: 1, terms: standardPolicy }).kinds.delivery).toMatchObject({ asked: 1, newlyYes: 1 });
});

test('what its policy allowed is known by the rule, and tried by a draft as it was asked', async () => {
  const order = await ordered({ [HERE]: 1, [NEAR]: 1 });
  await change(order, `collect:${NEAR}`);
  expect(await rulingsOf(shop.db, order.orderId)).toMatchObject([{ asked: 'delivery', code: null, rule: 'delivery.states' }]);
  const { number } = await tracked(order.orderId);
  const past = (await pastRequests(shop.db, 500)).filter((one) => one.number === number);
  expect(past).toMatchObject([{ kind: 'delivery', wish: 'collect', parcels: [{ state: 'released', method: 'ship' }], isGuessed: false }]);
  const draft = { ...standardPolicy, delivery: { states: ['allocated'], wishes: ['collect'] } } as const;
  expect(tryPolicy(past, { profile: 'draft', version: 1, terms: draft }).kinds.delivery).toMatchObject({ asked: 1, newlyNo: 1 });
});
