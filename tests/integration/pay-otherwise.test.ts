import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changesOf } from '#db/queries/order-changes.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { applyChange, lapseChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { refundLatePayment } from '#lib/commerce/payments/refund-late-payment.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
const OVER = '2026-11-25T05:20:01Z';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

type Ordered = { orderKey: string; orderId: string; mug: string };
/** Two mugs at ₹490, brought for ₹49: ₹1,029. */
const TOTAL = 102_900;
async function anOrder(method: 'upi' | 'cash_on_delivery' = 'upi', isPaid = true): Promise<Ordered> {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId: mug, quantity: 2 }]);
  const { orderKey, orderId } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'upi' && isPaid) await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez', key: shop.newId() });
  return { orderKey, orderId, mug };
}
const CARD: ChangeWish = { kind: 'payment', method: 'card' };
async function change({ orderKey }: Ordered, wish: ChangeWish = CARD) {
  const { seal } = await readChange(shop, { orderKey, wish });
  return changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
}
const pay = async ({ orderKey }: Ordered, changeId: string, handle = '4000') =>
  authorizePayment(shop, shopper, { orderKey, changeId, handle, key: shop.newId() });
const make = async (changeId: string) => Promise.all([applyChange(shop, SYSTEM, { changeId }), applyChange(shop, SYSTEM, { changeId })]);
/** Each payment: how, of how much what was taken and went back, and what is still to go. */
async function payments({ orderId }: Ordered) {
  const rows = await shop.db
    .selectFrom('payment as p')
    .select(['p.method', 'p.state', 'p.amount_minor', 'p.captured_minor', 'p.refunded_minor'])
    .select((eb) =>
      eb
        .selectFrom('refund as r')
        .select((r) => r.fn.coalesce(r.fn.sum<number>('r.amount_minor'), r.lit(0)).as('due'))
        .whereRef('r.payment_id', '=', 'p.id')
        .where('r.state', '=', 'due')
        .as('due')
    )
    .where('p.order_id', '=', orderId)
    .orderBy('p.id')
    .execute();
  return rows.map((row) => [row.method, row.state, row.amount_minor, row.captured_minor - row.refunded_minor, Number(row.due)]);
}
async function handOver({ orderId }: Ordered) {
  await releaseOrder(shop, SYSTEM, { orderId });
  const fulfilmentOrderId = (await trackedOrder(shop.db, orderId))!.parcels[0]!.id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId });
}
async function sendBack({ orderId }: Ordered) {
  const due = await shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).where('state', '=', 'due').execute();
  for (const { id: refundId } of due) await payRefund(shop, SYSTEM, { refundId });
}
const told = async ({ orderId }: Ordered) =>
  (await trackedOrder(shop.db, orderId))!.events.map(({ type }) => type).filter((type) => /^(change|payment|refund)\./.test(type));

test('what a bank took is paid by another card: first the new payment, then the first goes back, and all of it is told', async () => {
  const of = await anOrder();
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish: CARD });
  expect(effect).toMatchObject({
    kind: 'payment',
    more: { amountMinor: TOTAL, how: 'now' },
    back: [{ how: 'bank', amountMinor: TOTAL }],
    isUndoable: false
  });
  const { changeId, toPay } = await change(of);
  expect(toPay).toBe(true);
  expect(await payments(of)).toEqual([
    ['upi', 'captured', TOTAL, TOTAL, 0],
    ['card', 'pending', TOTAL, 0, 0]
  ]);
  expect(await pay(of, changeId)).toEqual({ outcome: 'captured' });
  await make(changeId);
  await sendBack(of);
  await sendBack(of);
  expect(await payments(of)).toEqual([
    ['upi', 'refunded', TOTAL, 0, 0],
    ['card', 'captured', TOTAL, TOTAL, 0]
  ]);
  expect(await changesOf(shop.db, of.orderId)).toMatchObject([{ kind: 'payment', state: 'confirmed' }]);
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId }))).toBe('not-allowed');
  expect((await told(of)).slice(1)).toEqual([
    'change.asked',
    'payment.asked',
    'payment.captured',
    'change.made',
    'refund.owed',
    'payment.refunded'
  ]);
});

test('what was to be given in cash is paid by a bank instead, and nothing is asked at the door', async () => {
  const of = await anOrder('cash_on_delivery');
  const { changeId } = await change(of, { kind: 'payment', method: 'upi' });
  await pay(of, changeId, 'ok@mez');
  await make(changeId);
  expect(await payments(of)).toEqual([
    ['cash_on_delivery', 'pending', 0, 0, 0],
    ['upi', 'captured', TOTAL, TOTAL, 0]
  ]);
  expect((await trackedOrder(shop.db, of.orderId))!.payment).toMatchObject({ method: 'upi', state: 'captured', capturedMinor: TOTAL });
  // What is called off now comes from what was paid.
  await change(of, { kind: 'cancel', reason: 'other', units: null });
  expect(await payments(of)).toEqual([
    ['cash_on_delivery', 'pending', 0, 0, 0],
    ['upi', 'captured', TOTAL, TOTAL, TOTAL]
  ]);
});

test('what was paid before it came is not asked for at the door', async () => {
  const of = await anOrder('cash_on_delivery');
  const { changeId } = await change(of);
  await pay(of, changeId);
  await make(changeId);
  await handOver(of);
  const { trackingNumber } = (await trackedOrder(shop.db, of.orderId))!.parcels[0]!;
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber!, [['delivered', 'to_person', shop.now().toISOString()]]));
  expect(await payments(of)).toEqual([
    ['cash_on_delivery', 'pending', 0, 0, 0],
    ['card', 'captured', TOTAL, TOTAL, 0]
  ]);
  expect((await trackedOrder(shop.db, of.orderId))!.life).toBe('completed');
});

test('the bank says no: the first payment stays, and another try makes it', async () => {
  const of = await anOrder();
  const { changeId } = await change(of);
  expect(await pay(of, changeId, 'no@mez')).toMatchObject({ outcome: 'declined' });
  expect(await payments(of)).toEqual([
    ['upi', 'captured', TOTAL, TOTAL, 0],
    ['card', 'declined', TOTAL, 0, 0]
  ]);
  await retryPayment(shop, shopper, { orderKey: of.orderKey, changeId, key: shop.newId() });
  await pay(of, changeId);
  await make(changeId);
  expect(await payments(of)).toEqual([
    ['upi', 'captured', TOTAL, TOTAL, TOTAL],
    ['card', 'declined', TOTAL, 0, 0],
    ['card', 'captured', TOTAL, TOTAL, 0]
  ]);
});

test('not paid in time: the first payment stays; what the bank took at that moment goes back whole', async () => {
  const of = await anOrder();
  const { changeId } = await change(of);
  await pay(of, changeId, 'step@mez');
  shop.at(OVER);
  await lapseWhatIsNotPaid(shop);
  await lapseChange(shop, SYSTEM, { changeId });
  const key = shop.bank.charges.at(-1)?.key ?? '';
  shop.bank.approve(key);
  await authorizePayment(shop, SYSTEM, { chargeKey: key });
  const events = await shop.db
    .selectFrom('event')
    .select('data')
    .where('topic', '=', `order:${of.orderId}`)
    .where('type', '=', 'payment.captured')
    .execute();
  expect(events.at(-1)?.data).toMatchObject({ late: true });
  await refundLatePayment(shop, SYSTEM, { orderId: of.orderId, changeId });
  await refundLatePayment(shop, SYSTEM, { orderId: of.orderId, changeId });
  await make(changeId);
  expect(await payments(of)).toEqual([
    ['upi', 'captured', TOTAL, TOTAL, 0],
    ['card', 'refunded', TOTAL, 0, 0]
  ]);
  expect(await changesOf(shop.db, of.orderId)).toMatchObject([{ state: 'lapsed' }]);
});

test('the answer of the bank is lost: nothing goes back before it is known, and it counts once', async () => {
  const of = await anOrder();
  const { changeId } = await change(of);
  // Not even a question afterwards comes through.
  const find = async () => Promise.reject(new ProviderUnreachable('no answer'));
  const silent = { ...shop, payments: { ...shop.payments, find } };
  expect(await authorizePayment(silent, shopper, { orderKey: of.orderKey, changeId, handle: 'lost@mez', key: 'one press' })).toEqual({
    outcome: 'unknown'
  });
  await make(changeId);
  expect(await payments(of)).toEqual([
    ['upi', 'captured', TOTAL, TOTAL, 0],
    ['card', 'pending', TOTAL, 0, 0]
  ]);
  await Promise.all([
    authorizePayment(shop, SYSTEM, { orderId: of.orderId, changeId }),
    authorizePayment(shop, SYSTEM, { orderId: of.orderId, changeId })
  ]);
  await make(changeId);
  await sendBack(of);
  expect(await payments(of)).toEqual([
    ['upi', 'refunded', TOTAL, 0, 0],
    ['card', 'captured', TOTAL, TOTAL, 0]
  ]);
});

test('called off in part between asking and paying: of the first what is left goes back, of the other the rest', async () => {
  const of = await anOrder();
  const { changeId } = await change(of);
  const [line] = (await trackedOrder(shop.db, of.orderId))!.lines;
  await change(of, { kind: 'cancel', reason: 'other', units: [{ orderLineId: line!.id, quantity: 1 }] });
  await pay(of, changeId);
  await make(changeId);
  expect(await payments(of)).toEqual([
    ['upi', 'captured', TOTAL, TOTAL, TOTAL],
    ['card', 'captured', TOTAL, TOTAL, 49_000]
  ]);
});

test('called off as a whole between asking and paying: what the bank takes for the other way goes back once, whichever job comes first', async () => {
  for (const isMadeFirst of [true, false]) {
    shop.at(MORNING);
    const of = await anOrder();
    const { changeId } = await change(of);
    const [line] = (await trackedOrder(shop.db, of.orderId))!.lines;
    const calledOff = await change(of, { kind: 'cancel', reason: 'other', units: [{ orderLineId: line!.id, quantity: 2 }] });
    shop.at('2026-11-25T05:19:00Z');
    await settleChange(shop, SYSTEM, { changeId: calledOff.changeId });
    await pay(of, changeId);
    if (isMadeFirst) await make(changeId);
    await refundLatePayment(shop, SYSTEM, { orderId: of.orderId, changeId });
    await make(changeId);
    await sendBack(of);
    await lapseChange(shop, SYSTEM, { changeId });
    expect(await payments(of)).toEqual([
      ['upi', 'refunded', TOTAL, 0, 0],
      ['card', 'refunded', TOTAL, 0, 0]
    ]);
    expect((await changesOf(shop.db, of.orderId)).find(({ id }) => id === changeId)).toMatchObject({ state: 'lapsed' });
    expect(await brokenInvariants(shop.db)).toEqual([]);
  }
});

test('made ready between asking and paying: the first payment stays and the other goes back, also where the first is cash', async () => {
  for (const method of ['upi', 'cash_on_delivery'] as const) {
    const of = await anOrder(method);
    const before = await payments(of);
    const { changeId } = await change(of);
    await handOver(of);
    await pay(of, changeId);
    await make(changeId);
    expect(await payments(of)).toEqual([...before, ['card', 'captured', TOTAL, TOTAL, TOTAL]]);
    expect(await changesOf(shop.db, of.orderId)).toMatchObject([{ state: 'lapsed' }]);
  }
});

test('two at once: one is asked for, the other is told; and what no bank is asked for, or is being asked, has no other way', async () => {
  const of = await anOrder();
  const both = await Promise.all([outcomeOf(change(of)), outcomeOf(change(of, { kind: 'payment', method: 'upi' }))]);
  expect(both.toSorted()).toEqual(['done', 'in-progress']);
  expect(await payments(of)).toHaveLength(2);
  expect(await outcomeOf(change(await anOrder('upi', false)))).toBe('in-progress');
  const begun = await anOrder();
  await handOver(begun);
  expect(await outcomeOf(change(begun))).toBe('already-begun');
});
