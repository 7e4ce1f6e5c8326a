import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { refusedLateMoney } from '#db/queries/refused-refunds.ts';
import { inTransaction } from '#db/transaction.ts';
import { orderStream } from '#lib/commerce/orders/order-stream.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { askForMore } from '#lib/commerce/payments/ask-for-more.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { oweBack } from '#lib/commerce/payments/owe-back.server.ts';
import { redirectLateMoney } from '#lib/commerce/payments/redirect-late-money.server.ts';
import { refundLatePayment } from '#lib/commerce/payments/refund-late-payment.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { sendLateMoneyBack } from '#realtime/given-up.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
const PAY_BY = new Date('2026-11-25T05:20:00Z');
const AFTER = '2026-11-25T05:20:01Z';
const MORE = 12_345;

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

async function ordered(method: 'upi' | 'cash_on_delivery') {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 1 } }), quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'upi') await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  return { orderId, orderKey, changeId: shop.newId() };
}
type Change = Awaited<ReturnType<typeof ordered>>;

const ask = async ({ orderId, changeId }: Change) =>
  inTransaction(shop, { actor: shopper }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    const asked = { order, changeId, amountMinor: MORE, method: 'upi' as const, payBy: PAY_BY, stream, at, newId: shop.newId };
    const { way, events } = await askForMore(tx, asked);
    record(...events);
    await saveOrder(tx, orderId, { version: stream.version, at });
    return way;
  });
const pay = async ({ orderKey, changeId }: Change, handle: string) => authorizePayment(shop, shopper, { orderKey, changeId, handle });
const paymentsOf = async ({ orderId }: Change) =>
  shop.db
    .selectFrom('payment')
    .select(['change_id', 'state', 'amount_minor', 'captured_minor', 'refunded_minor'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute();
const told = async ({ orderId }: Change) =>
  (await shop.db.selectFrom('event').select('type').where('topic', '=', `order:${orderId}`).orderBy('version').execute())
    .map(({ type }) => type)
    .filter((type) => type.startsWith('payment.'));
const events = async ({ orderId }: Change, type: string) => {
  const rows = await shop.db.selectFrom('event').select('data').where('topic', '=', `order:${orderId}`).where('type', '=', type).execute();
  return rows.map(({ data }) => data);
};
const chargesFor = ({ changeId }: Change) => shop.bank.charges.filter(({ key }) => key.startsWith(`change:${changeId}`));

test('the difference is a payment of its own: pressed twice at once it is taken once, and the order stays as it is', async () => {
  const change = await ordered('upi');
  expect(await ask(change)).toBe('asked');
  const before = await shop.db.selectFrom('orders').select(['life', 'total_minor']).where('id', '=', change.orderId).executeTakeFirst();
  expect(await Promise.all([pay(change, 'ok@mez'), pay(change, 'ok@mez')])).toEqual([{ outcome: 'captured' }, { outcome: 'captured' }]);
  expect(chargesFor(change)).toMatchObject([{ amountMinor: MORE }]);
  expect(await paymentsOf(change)).toMatchObject([
    { change_id: null, state: 'captured' },
    { change_id: change.changeId, state: 'captured', captured_minor: MORE }
  ]);
  expect(await told(change)).toEqual(['payment.captured', 'payment.asked', 'payment.captured']);
  expect(await shop.db.selectFrom('orders').select(['life', 'total_minor']).where('id', '=', change.orderId).executeTakeFirst()).toEqual(
    before
  );
});

test('cash at the door becomes more at once', async () => {
  const change = await ordered('cash_on_delivery');
  const [before] = await paymentsOf(change);
  expect(await ask(change)).toBe('raised');
  expect(await paymentsOf(change)).toMatchObject([{ state: 'pending', amount_minor: before!.amount_minor + MORE }]);
  // What was raised is in the order's total once the change is made; here it is taken back.
  await shop.db.updateTable('payment').set({ amount_minor: before!.amount_minor }).where('order_id', '=', change.orderId).execute();
});

test('a no from the bank leaves another try; a lost answer is found by the bank’s own key', async () => {
  const change = await ordered('upi');
  await ask(change);
  expect(await pay(change, 'no@mez')).toMatchObject({ outcome: 'declined' });
  const { orderKey, changeId } = change;
  await Promise.all(['one', 'one'].map(async (key) => retryPayment(shop, shopper, { orderKey, changeId, method: 'card', key })));
  expect(await pay(change, 'lost')).toEqual({ outcome: 'captured' });
  expect(await authorizePayment(shop, SYSTEM, { chargeKey: `change:${changeId}:2` })).toEqual({ outcome: 'captured' });
  expect(chargesFor(change)).toHaveLength(2);
  await expect(retryPayment(shop, shopper, { orderKey, changeId, key: 'two' })).rejects.toMatchObject({ code: 'not-allowed' });
  shop.at(AFTER);
  await lapseWhatIsNotPaid(shop);
  expect(await told(change)).not.toContain('payment.lapsed');
});

test('what is not paid in time lapses once, is not taken afterwards, and cannot be tried again', async () => {
  const [never, declined] = [await ordered('upi'), await ordered('upi')];
  await ask(never);
  await ask(declined);
  await pay(declined, 'no@mez');
  await lapseWhatIsNotPaid(shop);
  shop.at(AFTER);
  await Promise.all([lapseWhatIsNotPaid(shop), lapseWhatIsNotPaid(shop)]);
  for (const change of [never, declined]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await told(change)).filter((type) => type === 'payment.lapsed')).toHaveLength(1);
    // oxlint-disable-next-line no-await-in-loop
    expect(await pay(change, 'ok@mez')).toMatchObject({ outcome: 'declined' });
    const { orderKey, changeId } = change;
    // oxlint-disable-next-line no-await-in-loop
    await expect(retryPayment(shop, shopper, { orderKey, changeId, key: 'again' })).rejects.toMatchObject({ code: 'not-allowed' });
  }
  expect(chargesFor(never)).toEqual([]);
});

/** A change whose money came when its time was over. */
async function paidTooLate(): Promise<Change> {
  const change = await ordered('upi');
  await ask(change);
  expect(await pay(change, 'step@mez')).toMatchObject({ outcome: 'action-required' });
  shop.at(AFTER);
  await lapseWhatIsNotPaid(shop);
  shop.bank.approve(`change:${change.changeId}:1`);
  expect(await authorizePayment(shop, SYSTEM, { chargeKey: `change:${change.changeId}:1` })).toEqual({ outcome: 'captured' });
  return change;
}

test('who comes back from the bank too late has the money back, once', async () => {
  const change = await paidTooLate();
  const { orderId, changeId } = change;
  await Promise.all([1, 2].map(async () => refundLatePayment(shop, SYSTEM, { orderId, changeId })));
  await refundLatePayment(shop, SYSTEM, { orderId });
  expect(shop.bank.refunds.filter(({ key }) => key.includes(changeId))).toMatchObject([{ amountMinor: MORE }]);
  expect(await paymentsOf(change)).toMatchObject([{ state: 'captured' }, { state: 'refunded', refunded_minor: MORE }]);
});

test('a bank that does not take late money back is asked again by one of us, or a manager gives it by hand, once', async () => {
  const [first, second] = [await paidTooLate(), await paidTooLate()];
  const manager = await aPerson(shop, 'manager');
  for (const { orderId, changeId } of [first, second]) {
    shop.bank.saysToRefunds.push('bank-said-no');
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await refundLatePayment(shop, SYSTEM, { orderId, changeId });
    // oxlint-disable-next-line no-await-in-loop
    await refundLatePayment(shop, SYSTEM, { orderId, changeId });
  }
  shop.at(new Date(shop.now().getTime() + 2 * 3_600_000));
  await sendLateMoneyBack(shop);
  for (const { changeId } of [first, second]) expect(shop.bank.refunds.filter(({ key }) => key.includes(changeId))).toHaveLength(1);
  const refused = await refusedLateMoney(shop.db, 9);
  expect(refused).toMatchObject(
    [first, second].map(({ orderId, changeId }) => ({ orderId, changeId, amountMinor: MORE, reason: 'bank-said-no' }))
  );
  const [{ paymentId: one } = { paymentId: '' }, { paymentId: other } = { paymentId: '' }] = refused;
  expect(await outcomeOf(redirectLateMoney(shop, shopper, { paymentId: one, how: 'bank' }))).toBe('forbidden');
  await redirectLateMoney(shop, manager, { paymentId: one, how: 'bank' });
  await refundLatePayment(shop, SYSTEM, first);
  const twice = [1, 2].map(async () => outcomeOf(redirectLateMoney(shop, manager, { paymentId: other, how: 'by-hand' })));
  expect((await Promise.all(twice)).toSorted()).toEqual(['done', 'not-allowed']);
  for (const change of [first, second]) {
    // oxlint-disable-next-line no-await-in-loop
    expect(await paymentsOf(change)).toMatchObject([{ state: 'captured' }, { state: 'refunded', refunded_minor: MORE }]);
  }
  expect(await refusedLateMoney(shop.db, 9)).toEqual([]);
});

test('paid before its time is over, but not heard of: the sweep asks the bank and lets it stand', async () => {
  const change = await ordered('upi');
  await ask(change);
  await pay(change, 'step@mez');
  shop.bank.approve(`change:${change.changeId}:1`);
  shop.at(AFTER);
  await lapseWhatIsNotPaid(shop);
  expect((await told(change)).slice(-1)).toEqual(['payment.captured']);
  expect(await paymentsOf(change)).toMatchObject([{ state: 'captured' }, { state: 'captured' }]);
});

/** All that was paid, and more, is theirs again. */
const oweAll = async (orderId: string) =>
  inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    const owing = { orderId, cause: 'goodwill:all', reason: 'goodwill' as const, parts: { goodwillMinor: 99_999_999 } };
    record(...(await oweBack(tx, { ...owing, actor: SYSTEM, stream, at, newId: shop.newId })));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });

test('what came too late and was not taken back yet is no money of the order: nothing is owed of it beside', async () => {
  const change = await paidTooLate();
  shop.bank.saysToRefunds.push('bank-said-no');
  await refundLatePayment(shop, SYSTEM, change);
  await oweAll(change.orderId);
  const [own, late] = await paymentsOf(change);
  expect(await refundsOf(shop.db, change.orderId)).toMatchObject([{ how: 'bank', amount_minor: own!.captured_minor }]);
  const [refused] = await refusedLateMoney(shop.db, 9);
  expect(refused).toMatchObject({ changeId: change.changeId, amountMinor: late!.captured_minor });
  await redirectLateMoney(shop, await aPerson(shop, 'manager'), { paymentId: refused!.paymentId, how: 'by-hand' });
  expect(await events(change, 'refund.redirected')).toMatchObject([{ refundId: null, how: 'by-hand', amountMinor: MORE }]);
});

test('money back comes from the difference first, and never more of each than was taken', async () => {
  const change = await ordered('upi');
  await ask(change);
  await pay(change, 'ok@mez');
  const { orderId } = change;
  await oweAll(orderId);
  const [own, more] = await paymentsOf(change);
  expect((await refundsOf(shop.db, orderId)).map(({ amount_minor }) => amount_minor)).toEqual([more!.captured_minor, own!.captured_minor]);
});

test('while the order itself waits for a bank nothing more is asked', async () => {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 1 } }), quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: 'k' });
  await expect(ask({ orderId, orderKey, changeId: shop.newId() })).rejects.toMatchObject({ code: 'in-progress' });
});
