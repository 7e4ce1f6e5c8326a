import { afterAll, beforeAll, expect, test } from 'vitest';
import { unfilledParcel } from '#db/queries/parcel-choices.ts';
import { findWork } from '#db/queries/store-work.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { chooseForParcel } from '#lib/commerce/parcel-choice/choose-for-parcel.server.ts';
import { lapseChoice } from '#lib/commerce/parcel-choice/lapse-choice.server.ts';
import { waysOn } from '#lib/commerce/parcel-choice/ways-on.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import type { Instrument } from '#lib/commerce/payments/payment-provider.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { untilWaiting } from '../support/waiting.ts';

const HERE = 'blr-domlur';
const NEAR = 'blr-near';
const FAR = 'blr-far';
const atHere: Staff = { ...asha, nodeId: HERE };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, NEAR);
  await aNode(shop.db, FAR, { lat: 13.9, lng: 77.9 });
});
afterAll(() => shop.close());

type Ordered = { orderId: string; orderKey: string; parcelId: string };

/** An order to be collected at HERE, released there. */
async function toCollect(variantIds: string[], method: Instrument['method'] = 'upi'): Promise<Ordered> {
  const lines = variantIds.map((variantId) => ({ variantId, quantity: 1 }));
  const plan = aPlan(lines, { method: 'pickup', service: 'pickup', costMinor: 0 });
  const wanted = lines.map((line) => ({ ...line, pickupNodeId: HERE }));
  const { cartKey, version } = await aCheckout(shop, wanted, plan);
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'upi') await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  return { orderId, orderKey, parcelId: (await tracked(orderId)).parcels[0]!.id };
}
const tracked = async (orderId: string) => (await trackedOrder(shop.db, orderId))!;
const notFound = async ({ parcelId }: Ordered, variantId: string) =>
  rejectParcel(shop, atHere, { fulfilmentOrderId: parcelId, reason: 'not-found', missing: [{ variantId, quantity: 1 }] });
const ways = async ({ parcelId }: Ordered) => {
  const parcel = await unfilledParcel(shop.db, parcelId);
  return parcel ? waysOn(parcel, { holidays: shop.holidays('IN', shop.now()), at: shop.now() }) : [];
};
const choose = async ({ orderKey, parcelId }: Ordered, way: string) =>
  chooseForParcel(shop, shopper, { orderKey, fulfilmentOrderId: parcelId, way });
const eventsOf = async (orderId: string) =>
  (await shop.db.selectFrom('event').select(['type', 'data']).where('topic', '=', `order:${orderId}`).orderBy('version').execute()).map(
    ({ type, data }) => ({ type, ...(data as object) })
  );
const choiceOf = async ({ parcelId }: Ordered) =>
  shop.db.selectFrom('parcel_choice').selectAll().where('fulfilment_order_id', '=', parcelId).execute();

test('what is to be collected and not found is never moved silently: its shopper is asked, with what is open at this moment', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [NEAR]: 2, [FAR]: 2 } });
  const order = await toCollect([variantId]);
  expect(await notFound(order, variantId)).toEqual({ nodeId: null });
  expect((await tracked(order.orderId)).parcels).toMatchObject([{ state: 'unfillable', nodeId: null }]);
  expect((await eventsOf(order.orderId)).at(-1)).toMatchObject({ type: 'fo.unfillable', fromNodeId: HERE, decideBy: expect.any(String) });
  expect((await ways(order)).map(({ id }) => id)).toEqual([`collect:${NEAR}`, 'ship', `collect:${FAR}`]);
  expect(await level(shop.db, variantId, HERE)).toMatchObject({ on_hand: 0, allocated: 0 });
  expect(await level(shop.db, variantId, NEAR)).toMatchObject({ allocated: 0 });

  await shop.db.updateTable('stock_level').set({ on_hand: 0 }).where('variant_id', '=', variantId).where('node_id', '=', NEAR).execute();
  expect((await ways(order)).map(({ id }) => id)).toEqual(['ship', `collect:${FAR}`]);
  await expect(choose(order, `collect:${NEAR}`)).rejects.toMatchObject({ code: 'out-of-stock' });
  expect(await choiceOf(order)).toMatchObject([{ state: 'open' }]);
  await shop.db.updateTable('stock_level').set({ on_hand: 2 }).where('variant_id', '=', variantId).where('node_id', '=', NEAR).execute();
});

test('another store: it is taken there at once, with a code and a date of its own, and goes on like any other', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [NEAR]: 2 } });
  const order = await toCollect([variantId]);
  const code = (await tracked(order.orderId)).parcels[0]?.collectCode;
  await notFound(order, variantId);
  await choose(order, `collect:${NEAR}`);
  expect(await level(shop.db, variantId, NEAR)).toMatchObject({ allocated: 1 });
  await releaseOrder(shop, SYSTEM, { orderId: order.orderId });
  const [parcel] = (await tracked(order.orderId)).parcels;
  expect(parcel).toMatchObject({ state: 'released', nodeId: NEAR, method: 'pickup', promises: [{}, { reason: 'chosen' }] });
  expect(parcel?.collectCode).toMatch(/^\w{6}$/);
  expect(parcel?.collectCode).not.toBe(code);
  expect(await choiceOf(order)).toMatchObject([{ state: 'chosen', chosen: `collect:${NEAR}` }]);

  // The same word again is the same as once; another one comes too late.
  await choose(order, `collect:${NEAR}`);
  await expect(choose(order, 'refund')).rejects.toMatchObject({ code: 'not-allowed' });
  expect((await eventsOf(order.orderId)).filter(({ type }) => type === 'fo.chosen')).toHaveLength(1);
});

test('brought instead, at no charge', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [FAR]: 1 } });
  const order = await toCollect([variantId]);
  await notFound(order, variantId);
  await choose(order, 'ship');
  const { parcels, totalMinor, payment } = await tracked(order.orderId);
  expect(parcels).toMatchObject([{ state: 'allocated', nodeId: FAR, method: 'ship', collectCode: null }]);
  expect(payment).toMatchObject({ capturedMinor: totalMinor });
});

test('the same in another make, for the same money, from where the rest still lies', async () => {
  const [red, other] = [await aVariant(shop.db, { stock: { [HERE]: 1 } }), await aVariant(shop.db, { stock: { [HERE]: 3 } })];
  const like = { likeVariant: red };
  const blue = await aVariant(shop.db, { ...like, options: ['Blue'], stock: { [HERE]: 2 } });
  await aVariant(shop.db, { ...like, options: ['Gold'], stock: { [HERE]: 2 }, priceMinor: 59_000 });
  const order = await toCollect([red, other]);
  await notFound(order, red);
  expect((await ways(order)).filter(({ kind }) => kind === 'substitute')).toMatchObject([{ id: `substitute:${blue}`, options: ['Blue'] }]);
  await choose(order, `substitute:${blue}`);
  const [parcel] = (await tracked(order.orderId)).parcels;
  expect(parcel).toMatchObject({ state: 'allocated', nodeId: HERE, method: 'pickup' });
  expect(parcel?.lines.map(({ instead }) => instead).toSorted()).toEqual([['Blue'], null]);
  expect((await findWork(shop.db, order.parcelId))?.lines.map(({ options }) => options)).toContainEqual(['Blue']);
  expect(await level(shop.db, blue, HERE)).toMatchObject({ allocated: 1 });
  expect(await level(shop.db, other, HERE)).toMatchObject({ allocated: 1 });
});

test('the money back: with nothing else to come the order ends and the bank sends all of it, once', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const order = await toCollect([variantId]);
  await notFound(order, variantId);
  await choose(order, 'refund');
  const [owed] = await refundsOf(shop.db, order.orderId);
  const before = await tracked(order.orderId);
  expect(before).toMatchObject({ life: 'cancelled', parcels: [{ state: 'cancelled' }], payment: { capturedMinor: before.totalMinor } });
  expect(owed).toMatchObject({ state: 'due', reason: 'not-filled', amount_minor: before.totalMinor });

  await Promise.all([payRefund(shop, SYSTEM, { refundId: owed!.id }), payRefund(shop, SYSTEM, { refundId: owed!.id })]);
  await payRefund(shop, SYSTEM, { refundId: owed!.id });
  expect((await tracked(order.orderId)).payment).toMatchObject({ state: 'refunded' });
  expect((await eventsOf(order.orderId)).filter(({ type }) => type === 'payment.refunded')).toHaveLength(1);
});

test('money that is not due any more when its turn comes is not sent, and that is no fault', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const order = await toCollect([variantId]);
  await notFound(order, variantId);
  await choose(order, 'refund');
  const [owed] = await refundsOf(shop.db, order.orderId);
  const pay = async () => payRefund(shop, SYSTEM, { refundId: owed!.id });
  const sent = async () => (await eventsOf(order.orderId)).filter(({ type }) => type === 'payment.refunded').length;
  let paying: Promise<void> | undefined;
  const row = await shop.db.transaction().execute(async (tx) => {
    const taken = await tx.deleteFrom('refund').where('id', '=', owed!.id).returningAll().executeTakeFirstOrThrow();
    paying = pay();
    await untilWaiting(shop.db, 1);
    return taken;
  });
  await paying;
  expect(await sent()).toBe(0);
  await shop.db.insertInto('refund').values(row).execute();
  await pay();
  expect(await sent()).toBe(1);
});

test('what was to be paid at the counter is not owed: less is to be paid', async () => {
  const gone = await aVariant(shop.db, { stock: { [HERE]: 1, [FAR]: 1 } });
  const order = await toCollect([gone], 'pay_in_store');
  await notFound(order, gone);
  // Nobody would take the money at the door.
  expect((await ways(order)).map(({ id }) => id)).toEqual([`collect:${FAR}`]);
  await choose(order, 'refund');
  expect(await tracked(order.orderId)).toMatchObject({ life: 'cancelled', payment: { state: 'pending', amountMinor: 0 } });
  expect(await shop.db.selectFrom('refund').selectAll().where('order_id', '=', order.orderId).execute()).toMatchObject([{ state: 'paid' }]);
});

test('nobody chose in time: the money goes back once, and not before', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [NEAR]: 1 } });
  const order = await toCollect([variantId]);
  await notFound(order, variantId);
  const [choice] = await choiceOf(order);
  const lapse = async () => lapseChoice(shop, SYSTEM, { choiceId: choice!.id, orderId: order.orderId });
  await lapse();
  expect(await choiceOf(order)).toMatchObject([{ state: 'open' }]);
  shop.at(choice!.decide_by);
  await Promise.all([lapse(), lapse(), lapse()]);
  expect(await choiceOf(order)).toMatchObject([{ state: 'lapsed', chosen: 'refund' }]);
  expect(await shop.db.selectFrom('refund').selectAll().where('order_id', '=', order.orderId).execute()).toHaveLength(1);
  await expect(choose(order, `collect:${NEAR}`)).rejects.toMatchObject({ code: 'not-allowed' });
  shop.at(MORNING);
});

test('two who choose differently at once: one way is gone, and nothing is taken twice', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [NEAR]: 1, [FAR]: 1 } });
  const order = await toCollect([variantId]);
  await notFound(order, variantId);
  const answers = await Promise.allSettled([choose(order, `collect:${NEAR}`), choose(order, 'ship'), choose(order, 'refund')]);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await eventsOf(order.orderId)).filter(({ type }) => type === 'fo.chosen')).toHaveLength(1);
});

test('of two shoppers who choose the last one at the same store one gets it, the other chooses again', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 2, [NEAR]: 1 } });
  const orders = [await toCollect([variantId]), await toCollect([variantId])];
  for (const order of orders) await notFound(order, variantId);
  const answers = await Promise.allSettled(orders.map(async (order) => choose(order, `collect:${NEAR}`)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'out-of-stock' } });
  expect(await level(shop.db, variantId, NEAR)).toMatchObject({ allocated: 1 });
});

test('another order’s key opens no choice', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 2, [NEAR]: 1 } });
  const [mine, yours] = [await toCollect([variantId]), await toCollect([variantId])];
  await notFound(mine, variantId);
  await expect(
    chooseForParcel(shop, shopper, { orderKey: yours.orderKey, fulfilmentOrderId: mine.parcelId, way: 'refund' })
  ).rejects.toMatchObject({ code: 'not-found' });
});
