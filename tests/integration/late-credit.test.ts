import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countPaidOrders } from '#db/bench/counts.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { tellShopper } from '#lib/commerce/notices/tell-shopper.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { creditLateParcel } from '#lib/commerce/payments/credit-late-parcel.server.ts';
import { LATE_CREDIT } from '#lib/commerce/payments/late-credit.ts';
import { payBackByHand } from '#lib/commerce/payments/pay-back-by-hand.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const FAR = 'del-far';
const atHere: Staff = { ...asha, nodeId: HERE };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
});
afterAll(() => shop.close());

async function ordered(method: 'upi' | 'cash_on_delivery', until = '2026-11-26T14:30:00.000Z') {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 2, [FAR]: 2 } }), quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { deliverFrom: '2026-11-26T04:30:00.000Z', deliverUntil: until }));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'upi') await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const { parcels, totalMinor } = (await trackedOrder(shop.db, orderId))!;
  return { orderId, totalMinor, parcelId: parcels[0]!.id };
}
const leave = async (fulfilmentOrderId: string) => rejectParcel(shop, atHere, { fulfilmentOrderId, reason: 'no-capacity', missing: [] });
const credit = async (fulfilmentOrderId: string) => creditLateParcel(shop, SYSTEM, { fulfilmentOrderId });
const paymentOf = async (orderId: string) => (await trackedOrder(shop.db, orderId))!.payment;

/** All that follows from what happened so far, each job twice, as a broken worker would. */
async function followed(orderId: string): Promise<void> {
  const rows = await shop.db.selectFrom('event').selectAll().where('topic', '=', `order:${orderId}`).orderBy('version').execute();
  const events = rows.map(({ topic, version, type, data }) => ({ ...(data as object), topic, version, type }) as CommerceEvent);
  const jobs = events.flatMap(jobsOf);
  for (const { queue, data } of [...jobs, ...jobs]) {
    if (queue === 'tell-shopper') await tellShopper(shop, SYSTEM, data);
    if (queue === 'credit-late-parcel') await creditLateParcel(shop, SYSTEM, data);
    if (queue === 'pay-refund') await payRefund(shop, SYSTEM, data);
  }
}

test('a place that cannot send makes it later: the credit is sent by itself, once, and each change is told once', async () => {
  const { orderId, parcelId, totalMinor } = await ordered('upi');
  const paid = await countPaidOrders(shop.db);
  await leave(parcelId);
  await followed(orderId);
  await followed(orderId);
  await followed(orderId);
  expect(await countPaidOrders(shop.db), 'paid is paid, whatever was sent back since').toBe(paid);
  expect(await paymentOf(orderId)).toMatchObject({ state: 'partially_refunded', capturedMinor: totalMinor });
  const refunds = await refundsOf(shop.db, orderId);
  expect(refunds).toMatchObject([{ amount_minor: LATE_CREDIT.amountMinor, state: 'paid', reason: 'late', how: 'bank' }]);
  const credits = shop.db.selectFrom('order_credit').select(['cause', 'amount_minor', 'policy']).where('order_id', '=', orderId);
  expect(await credits.execute()).toEqual([{ cause: `late:${parcelId}`, amount_minor: LATE_CREDIT.amountMinor, policy: LATE_CREDIT }]);
  const notices = await shop.db
    .selectFrom('notice')
    .select(['kind', 'title', 'words'])
    .where('order_id', '=', orderId)
    .orderBy('version')
    .execute();
  expect(notices).toMatchObject([
    { kind: 'promise', title: expect.stringMatching(/^It comes later: /) },
    { kind: 'money', title: '₹200 back to you', words: expect.stringContaining('later than we promised') }
  ]);
  const mails = await shop.db.selectFrom('mail').select(['subject', 'text']).where('order_id', '=', orderId).execute();
  expect(mails).toHaveLength(2);
  expect(mails[0]?.text).toContain('/orders/');
});

test('cash at the door becomes less, and a parcel that stays in time gives nothing', async () => {
  const late = await ordered('cash_on_delivery');
  await leave(late.parcelId);
  await Promise.all([credit(late.parcelId), credit(late.parcelId), credit(late.parcelId)]);
  expect(await paymentOf(late.orderId)).toMatchObject({ state: 'pending', amountMinor: late.totalMinor - LATE_CREDIT.amountMinor });

  const inTime = await ordered('upi', '2026-12-20T14:30:00.000Z');
  await leave(inTime.parcelId);
  await credit(inTime.parcelId);
  await credit((await ordered('upi')).parcelId);
  expect(await shop.db.selectFrom('refund').selectAll().where('order_id', '=', inTime.orderId).execute()).toEqual([]);
});

test('a credit as large as what is to be paid leaves nothing to take at the door, and stays off what was to be paid', async () => {
  const lines = [{ variantId: await aVariant(shop.db, { priceMinor: 10_000, stock: { [HERE]: 1, [FAR]: 1 } }), quantity: 1 }];
  const plan = aPlan(lines, { deliverFrom: '2026-11-26T04:30:00.000Z', deliverUntil: '2026-11-26T14:30:00.000Z' });
  const { cartKey, version } = await aCheckout(shop, lines, plan);
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const parcelId = (await trackedOrder(shop.db, orderId))!.parcels[0]!.id;
  await leave(parcelId);
  await credit(parcelId);
  expect(await paymentOf(orderId)).toMatchObject({ state: 'pending', amountMinor: 0 });
  await delivered(orderId, parcelId);
  const order = (await trackedOrder(shop.db, orderId))!;
  expect(order).toMatchObject({ life: 'completed', payment: { capturedMinor: 0 } });
  expect(order.refunds).toMatchObject([{ reason: 'late', how: 'taken-off', state: 'paid' }]);
});

/** Brought and paid at the door. */
async function delivered(orderId: string, parcelId: string): Promise<void> {
  await releaseOrder(shop, SYSTEM, { orderId });
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: parcelId });
  const trackingNumber = (await trackedOrder(shop.db, orderId))!.parcels[0]!.trackingNumber!;
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber, [['delivered', 'to_person', '2026-11-27T08:00:00Z']]));
}

test('cash that was paid is owed until a manager has given it back, once, also when two press at once', async () => {
  const { orderId, parcelId, totalMinor } = await ordered('cash_on_delivery');
  await leave(parcelId);
  await delivered(orderId, parcelId);
  await credit(parcelId);
  const owed = async () => (await trackedOrder(shop.db, orderId))!.refunds.map(({ how, state }) => [how, state]);
  expect(await owed()).toEqual([['by-hand', 'due']]);

  const { id: refundId } = await shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).executeTakeFirstOrThrow();
  await payRefund(shop, SYSTEM, { refundId });
  expect(await owed()).toEqual([['by-hand', 'due']]);
  await expect(payBackByHand(shop, asha, { refundId })).rejects.toMatchObject({ code: 'forbidden' });
  const kabir: Staff = { ...asha, role: 'manager', nodeId: null };
  await Promise.all([payBackByHand(shop, kabir, { refundId }), payBackByHand(shop, kabir, { refundId })]);
  expect(await owed()).toEqual([['by-hand', 'paid']]);
  expect(await paymentOf(orderId)).toMatchObject({ state: 'partially_refunded', capturedMinor: totalMinor });
  const { rows } = await sql<{ n: number }>`
    select count(*)::int n from event where topic = ${`order:${orderId}`} and type = 'payment.refunded'`.execute(shop.db);
  expect(rows).toEqual([{ n: 1 }]);
});

test('what a bank sends back nobody gives by hand', async () => {
  const { orderId, parcelId } = await ordered('upi');
  await leave(parcelId);
  await credit(parcelId);
  const { id: refundId } = await shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).executeTakeFirstOrThrow();
  const kabir: Staff = { ...asha, role: 'manager', nodeId: null };
  await expect(payBackByHand(shop, kabir, { refundId })).rejects.toMatchObject({ code: 'not-found' });
});

test('in a thousand histories every change is told once, however often and in whatever order its job runs', async () => {
  const many = await openShop();
  await aNode(many.db, HERE);
  const lines = [{ variantId: await aVariant(many.db, { stock: { [HERE]: 1 } }), quantity: 1 }];
  const { cartKey, version: cartVersion } = await aCheckout(many, lines);
  const { orderId } = await placeOrder(many, shopper, { cartKey, version: cartVersion, method: 'upi', key: many.newId() });
  const was = { wasFrom: '2026-11-26T04:30:00.000Z', wasUntil: '2026-11-26T14:30:00.000Z' };
  const now = { deliverFrom: '2026-11-27T04:30:00.000Z', deliverUntil: '2026-11-28T14:30:00.000Z' };
  const revised = { ...was, ...now, reason: 'delayed', detail: '', fulfilmentOrderId: orderId, number: 2 };
  const changes = fc.array(fc.constantFrom(revised, { ...revised, reason: 'chosen' }), { minLength: 1, maxLength: 3 });
  const histories = fc
    .sample(changes, { numRuns: 1_000, seed: 26 })
    .map((each) => ({ id: many.newId(), number: `MZ-${many.newCode(10)}`, version: each.length, each }));
  // Copies of one order, each with a history of its own.
  await sql`insert into orders select (jsonb_populate_record(o, x || jsonb_build_object('cart_id', null, 'goods_minor', 0, 'delivery_minor', o.total_minor))).*
    from orders o cross join jsonb_array_elements(${JSON.stringify(histories)}::jsonb) x where o.id = ${orderId}`.execute(many.db);
  const events = histories.flatMap(({ id, each }) => each.map((data, index) => ({ id, version: index + 1, data })));
  await sql`insert into event (topic, version, type, data, actor, channel, at)
    select 'order:' || (e ->> 'id'), (e ->> 'version')::int, 'promise.revised', (e -> 'data') || jsonb_build_object('orderId', e ->> 'id'), '{}', 'test', now()
    from jsonb_array_elements(${JSON.stringify(events)}::jsonb) e`.execute(many.db);

  const runs = [...events, ...events.toReversed()].map(({ id, version }) => ({ orderId: id, version })).values();
  const line = async () => {
    for (const run of runs) await tellShopper(many, SYSTEM, run);
  };
  await Promise.all(Array.from({ length: 8 }, line));

  const told = await many.db.selectFrom('notice').select(['order_id', 'version']).execute();
  const expected = events.filter(({ data }) => data.reason !== 'chosen').map(({ id, version }) => `${id}/${version}`);
  expect(told.map((one) => `${one.order_id}/${one.version}`).toSorted()).toEqual(expected.toSorted());
  expect(await many.db.selectFrom('mail').select('id').where('kind', '=', 'order').execute()).toHaveLength(expected.length);
  await many.close();
});
