import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { orderStream } from '#lib/commerce/orders/order-stream.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { askForMore } from '#lib/commerce/payments/ask-for-more.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { lapsePayment } from '#lib/commerce/payments/lapse-payment.server.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { refundLatePayment } from '#lib/commerce/payments/refund-late-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { sendLateMoneyBack } from '#realtime/given-up.ts';
import { tidyUp } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

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

type Waiting = { orderId: string; orderKey: string; changeId?: string; end: () => Promise<void> };

async function anOrder(): Promise<Waiting> {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 1 } }), quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  return { orderId, orderKey, end: async () => cancelUnpaidOrder(shop, SYSTEM, { orderId }) };
}

async function aChange(): Promise<Waiting> {
  const { orderId, orderKey } = await anOrder();
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' });
  const changeId = shop.newId();
  await inTransaction(shop, { actor: shopper }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    const payBy = new Date('2026-11-25T05:20:00Z');
    const asked = { order, changeId, amountMinor: 777, method: 'upi' as const, payBy, stream, at, newId: shop.newId };
    record(...(await askForMore(tx, asked)).events);
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
  return { orderId, orderKey, changeId, end: async () => lapsePayment(shop, SYSTEM, { orderId, changeId }) };
}

/** The same shop whose waiting payment ends while the bank is just about to take it; then its answer comes, or is lost. */
function endingMeanwhile({ end }: Waiting, isLost: boolean): Shop {
  const { provider } = shop.bank;
  const charge: typeof provider.charge = async (order) => {
    shop.at(OVER);
    await end();
    const answer = await provider.charge(order);
    if (isLost) throw new ProviderUnreachable('no answer');
    return answer;
  };
  const find: typeof provider.find = async (key) => {
    if (isLost) throw new ProviderUnreachable('no answer');
    return provider.find(key);
  };
  return { ...shop, payments: { ...provider, charge, find } };
}

const newest = async ({ orderId, changeId = null }: { orderId: string; changeId?: string | null }) =>
  shop.db
    .selectFrom('payment')
    .select(['state', 'captured_minor as captured', 'refunded_minor as refunded'])
    .where('order_id', '=', orderId)
    .where('change_id', changeId === null ? 'is' : '=', changeId)
    .executeTakeFirstOrThrow();

/** Does what follows from all that was said of an order, as far as the bank has to do with it. */
async function followed({ orderId }: Waiting): Promise<string[]> {
  const events = await shop.db.selectFrom('event').selectAll().where('topic', '=', `order:${orderId}`).orderBy('version').execute();
  const jobs = events.flatMap(({ topic, version, type, data }) => jobsOf({ ...(data as object), topic, version, type } as CommerceEvent));
  const done: string[] = [];
  for (const { queue, data } of jobs) {
    if (queue !== 'authorize-payment' && queue !== 'refund-late-payment') continue;
    const of = data as { orderId: string; changeId?: string };
    // oxlint-disable-next-line no-await-in-loop -- in the order of the events
    await (queue === 'authorize-payment' ? authorizePayment(shop, SYSTEM, of) : refundLatePayment(shop, SYSTEM, of));
    done.push(queue);
  }
  return done;
}

for (const [what, make] of [
  ['an order', anOrder],
  ['a change', aChange]
] as const) {
  test(`the bank takes the money for ${what} at the moment its time ends: it is written down and goes back whole, once`, async () => {
    const waiting = await make();
    const { orderKey, changeId } = waiting;
    const paid = await authorizePayment(endingMeanwhile(waiting, false), shopper, { orderKey, changeId, handle: 'ok@mez' });
    expect(paid).toEqual({ outcome: 'captured' });
    const { captured } = await newest(waiting);
    expect(captured).toBeGreaterThan(0);
    await followed(waiting);
    await followed(waiting);
    expect(await newest(waiting)).toEqual({ state: 'refunded', captured, refunded: captured });
    expect(shop.bank.refunds.filter(({ key }) => key.includes(changeId ?? waiting.orderId))).toMatchObject([{ amountMinor: captured }]);
  });

  test(`the same for ${what} when the bank’s answer is lost: we ask it once more and find the money`, async () => {
    const waiting = await make();
    const { orderKey, changeId } = waiting;
    const paid = await authorizePayment(endingMeanwhile(waiting, true), shopper, { orderKey, changeId, handle: 'ok@mez' });
    expect(paid).toEqual({ outcome: 'unknown' });
    expect(await newest(waiting)).toMatchObject({ state: 'declined', captured: 0 });
    await followed(waiting);
    await followed(waiting);
    const { state, captured, refunded } = await newest(waiting);
    expect([state, refunded]).toEqual(['refunded', captured]);
    expect(captured).toBeGreaterThan(0);
  });
}

const hoursLater = (hours: number) => new Date(new Date(OVER).getTime() + hours * 3_600_000);
const noAnswer = async () => Promise.reject(new ProviderUnreachable('no answer'));
/** The same shop while its bank sends nothing back. */
const bankAway = (): Shop => ({ ...shop, payments: { ...shop.bank.provider, refund: noAnswer } });

test('late money whose job was given up goes back later, once, also when the bank was away for days', async () => {
  const all = [await anOrder(), await aChange()];
  for (const waiting of all) {
    shop.at(MORNING);
    const { orderKey, orderId, changeId } = waiting;
    await authorizePayment(endingMeanwhile(waiting, false), shopper, { orderKey, changeId, handle: 'ok@mez' });
    await expect(refundLatePayment(bankAway(), SYSTEM, { orderId, ...(changeId !== undefined && { changeId }) })).rejects.toThrow(
      'no answer'
    );
  }
  const sentBack = () => shop.bank.refunds.filter(({ key }) => all.some(({ orderId, changeId }) => key.includes(changeId ?? orderId)));
  // Their jobs may still be at it.
  shop.at(hoursLater(0.9));
  await tidyUp(shop);
  expect(sentBack()).toEqual([]);
  // A day later it is forgotten that these calls were begun.
  await shop.db.updateTable('idempotency').set({ created_at: shop.now() }).where('scope', '=', 'refund-late-payment').execute();
  for (const hours of [2, 30, 60]) {
    shop.at(hoursLater(hours));
    await tidyUp(bankAway());
  }
  expect(shop.faults.splice(0).map(String)).toEqual(Array.from({ length: 6 }, () => expect.stringContaining('no answer')));

  await tidyUp(shop);
  await sendLateMoneyBack(shop);
  expect(sentBack()).toHaveLength(2);
  for (const waiting of all) {
    const { state, captured, refunded } = await newest(waiting);
    expect([state, refunded]).toEqual(['refunded', captured]);
  }
});

test('what was paid in time and is owed since its order was cancelled is nothing late: it goes back as any other', async () => {
  const { orderId, orderKey } = await anOrder();
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' });
  await shop.db.updateTable('orders').set({ life: 'cancelled' }).where('id', '=', orderId).execute();
  shop.at(hoursLater(2));
  await sendLateMoneyBack(shop);
  expect(await newest({ orderId })).toMatchObject({ state: 'captured', refunded: 0 });
  await shop.db.updateTable('orders').set({ life: 'confirmed' }).where('id', '=', orderId).execute();
});

test('what ended unpaid and was never taken stays declined, however often the bank is asked', async () => {
  const waiting = await anOrder();
  shop.at(OVER);
  await waiting.end();
  await followed(waiting);
  const { orderKey, orderId } = waiting;
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' })).toMatchObject({ outcome: 'declined' });
  expect(await authorizePayment(shop, SYSTEM, { chargeKey: `order:${orderId}:1` })).toMatchObject({ outcome: 'declined' });
  expect(await newest(waiting)).toMatchObject({ state: 'declined', captured: 0 });
  expect(shop.bank.charges.some(({ key }) => key.includes(orderId))).toBe(false);
});
