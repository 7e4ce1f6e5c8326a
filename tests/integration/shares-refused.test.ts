import { afterAll, beforeAll, expect, test } from 'vitest';
import { heldPayment, refusedCaptures } from '#db/queries/captures.ts';
import { instrumentsOf } from '#db/queries/refunds.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import { orderStream } from '#lib/commerce/orders/order-stream.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { forgiveCapture } from '#lib/commerce/payments/forgive-capture.server.ts';
import { oweBack } from '#lib/commerce/payments/owe-back.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { voidRest } from '#lib/commerce/payments/void-rest.server.ts';
import { askForSharesAgain } from '#realtime/given-up.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { heldOrders, heldPlaces, type Held } from '../support/held-orders.ts';
import { asha } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await heldPlaces(shop);
});
afterAll(() => shop.close());
const { ordered, leaves, leftAndTaken, payment, given, told } = heldOrders(() => shop);
const refusedOf = async ({ orderId }: Held) => (await refusedCaptures(shop.db, 99)).filter((one) => one.orderId === orderId);

/** Something of what left is theirs again. */
async function owe({ orderId }: Held, goodsMinor: number): Promise<void> {
  await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    const owing = { orderId, cause: `return:${shop.newId()}`, reason: 'returned' as const, parts: { goodsMinor } };
    record(...(await oweBack(tx, { ...owing, actor: SYSTEM, stream, at, newId: shop.newId })));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

test('what its bank refuses is laid before the office once, stops nothing, and is taken when it is asked for again', async () => {
  const of = await ordered();
  shop.bank.saysToCaptures.push('expired');
  await leftAndTaken(of, of.parcels[0]);
  await captureParcel(shop, SYSTEM, { fulfilmentOrderId: of.parcels[0] });
  expect(await told(of, 'payment.capture_refused')).toMatchObject([{ reason: 'expired', amountMinor: 120_000 }]);
  expect(await refusedOf(of)).toMatchObject([{ amountMinor: 120_000, reason: 'expired' }]);
  // The other one takes its own share and no more.
  await leftAndTaken(of, of.parcels[1]);
  expect(await payment(of)).toMatchObject({ state: 'partially_captured', captured: 80_000 });

  const again = { fulfilmentOrderId: of.parcels[0], isAgain: true };
  await captureParcel(shop, SYSTEM, again);
  expect(await payment(of)).toMatchObject({ state: 'captured', captured: 200_000 });
  expect(await refusedOf(of)).toEqual([]);
  await expect(captureParcel(shop, SYSTEM, again)).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await heldPayment(shop.db, of.orderId)).toBeUndefined();
});

test('an answer that never came is asked for again by a sweep, and a bank is not asked twice', async () => {
  const of = await ordered();
  await leaves(of.parcels[0]);
  shop.bank.saysToCaptures.push('lost');
  await expect(captureParcel(shop, SYSTEM, { fulfilmentOrderId: of.parcels[0] })).rejects.toThrow('no answer');
  await askForSharesAgain(shop);
  expect(await payment(of)).toMatchObject({ captured: 0 });
  shop.at(new Date(shop.now().getTime() + 2 * 3_600_000));
  await askForSharesAgain(shop);
  expect(await payment(of)).toMatchObject({ captured: 120_000 });
  expect(await given(of)).toEqual([120_000]);
});

test('a manager lets go of what a bank refused, once of two at once: it is not to be paid any more, and the rest is let go', async () => {
  const of = await ordered();
  shop.bank.saysToCaptures.push('bank-said-no');
  await leftAndTaken(of, of.parcels[0]);
  await leftAndTaken(of, of.parcels[1]);
  const [{ id: captureId } = { id: '' }] = await refusedOf(of);
  await expect(forgiveCapture(shop, asha, { captureId })).rejects.toMatchObject({ code: 'forbidden' });
  const manager = await aPerson(shop, 'manager');
  const both = await Promise.allSettled([1, 2].map(async () => forgiveCapture(shop, manager, { captureId })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ how: 'taken-off', reason: 'goodwill', amount_minor: 120_000 }]);
  await voidRest(shop, SYSTEM, of);
  expect(await payment(of)).toMatchObject({ state: 'captured', due: 80_000, authorized: 80_000, captured: 80_000 });
  expect(await refusedOf(of)).toEqual([]);
});

test('what is theirs again while a bank has not said waits for it, and is sent back when it gave', async () => {
  const of = await ordered();
  await leftAndTaken(of, of.parcels[1]);
  await leaves(of.parcels[0]);
  shop.bank.saysToCaptures.push('lost');
  await expect(captureParcel(shop, SYSTEM, { fulfilmentOrderId: of.parcels[0] })).rejects.toThrow('no answer');
  await owe(of, 195_100);
  const [refund] = await refundsOf(shop.db, of.orderId);
  expect(refund).toMatchObject({ how: 'bank', state: 'due', amount_minor: 195_100 });
  await expect(payRefund(shop, SYSTEM, { refundId: refund!.id })).rejects.toThrow('waits for what its bank was asked for');
  await captureParcel(shop, SYSTEM, { fulfilmentOrderId: of.parcels[0] });
  await payRefund(shop, SYSTEM, { refundId: refund!.id });
  expect(await payment(of)).toMatchObject({ captured: 200_000, refunded: 195_100 });
});

test('when it says no after all, what was owed of it is taken off instead: nothing goes back that never came', async () => {
  const of = await ordered();
  await leftAndTaken(of, of.parcels[1]);
  await leaves(of.parcels[0]);
  const held = (await heldPayment(shop.db, of.orderId))!;
  expect(held).toMatchObject({ dueMinor: 200_000, capturedMinor: 84_900 });
  const waits = { ...shop, payments: { ...shop.payments, capture: async () => Promise.reject(new Error('away')) } };
  await expect(captureParcel(waits, SYSTEM, { fulfilmentOrderId: of.parcels[0] })).rejects.toThrow('away');
  await owe(of, 100_000);
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ how: 'bank', amount_minor: 100_000 }]);
  const says = {
    ...shop,
    payments: { ...shop.payments, capture: async () => ({ outcome: 'declined', reference: 'r', reason: 'expired' }) as const }
  };
  await captureParcel(says, SYSTEM, { fulfilmentOrderId: of.parcels[0] });
  // Of 100,000 that were owed 84,900 had come; the rest is not to be paid any more.
  expect((await refundsOf(shop.db, of.orderId)).map(({ how, amount_minor }) => `${how} ${amount_minor}`).toSorted()).toEqual([
    'bank 84900',
    'taken-off 15100'
  ]);
  expect(await payment(of)).toMatchObject({ due: 184_900, captured: 84_900 });
  expect(await instrumentsOf(shop.db, of.orderId)).toMatchObject([{ toTakeMinor: 100_000, takingMinor: 0, owedMinor: 84_900 }]);
});
