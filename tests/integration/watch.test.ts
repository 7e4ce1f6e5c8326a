import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackedOrder } from '#db/queries/tracking.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { boxDifferences, owedMoney, shortShelves } from '#db/queries/watch.ts';
import { inTransaction } from '#db/transaction.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { orderStream } from '#lib/commerce/orders/order-stream.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { oweBack } from '#lib/commerce/payments/owe-back.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { closeTransfer } from '#lib/commerce/stock/close-transfer.server.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { fillTransfer } from '#lib/commerce/stock/fill-transfer.server.ts';
import { openTransfer } from '#lib/commerce/stock/open-transfer.server.ts';
import { receiveTransfer } from '#lib/commerce/stock/receive-transfer.server.ts';
import { sendTransfer } from '#lib/commerce/stock/send-transfer.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const [HERE, THERE, MOST] = ['blr-domlur', 'bom-bandra', 10];
const atHere: Staff = { ...asha, nodeId: HERE };
const atThere: Staff = { ...asha, nodeId: THERE };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  for (const id of [HERE, THERE]) await aNode(shop.db, id);
});
afterAll(() => shop.close());

/** One unit, the only one there is, to be sent from HERE. */
async function ordered(method: 'upi' | 'cash_on_delivery') {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const lines = [{ variantId, quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId, number } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'upi') await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const [parcel] = (await trackedOrder(shop.db, orderId))!.parcels;
  return { orderId, number, variantId, parcelId: parcel!.id };
}

test('a shelf that has less than it promises is listed until it is right again', async () => {
  const { variantId } = await ordered('cash_on_delivery');
  const count = async (counted: number) => correctStock(shop, atHere, { variantId, counted, reason: '', key: shop.newId() });
  expect(await shortShelves(shop.db, MOST)).toEqual([]);
  await count(0);
  expect(await shortShelves(shop.db, MOST)).toMatchObject([{ variantId, nodeId: HERE, short: 1 }]);
  await count(1);
  expect(await shortShelves(shop.db, MOST)).toEqual([]);
});

test('money that a bank sends is listed only when it did not, what was paid in cash at once', async () => {
  const { orderId, number, parcelId } = await ordered('upi');
  const owed = async (since: Date) => (await owedMoney(shop.db, since, MOST)).map((one) => [one.number, one.isCash]);
  const [before, after] = [new Date(shop.now().getTime() - 3_600_000), new Date(shop.now().getTime() + 1)];
  const { id } = await aRefund(orderId, parcelId);
  expect(await owed(before)).toEqual([]);
  expect(await owed(after)).toEqual([[number, false]]);
  const setHow = async (how: 'by-hand' | 'bank') => shop.db.updateTable('refund').set({ how }).where('id', '=', id).execute();
  await setHow('by-hand');
  expect(await owed(before)).toEqual([[number, true]]);
  await setHow('bank');
  await payRefund(shop, SYSTEM, { refundId: id });
  expect(await owed(after)).toEqual([]);
});

async function aRefund(orderId: string, fulfilmentOrderId: string): Promise<{ id: string }> {
  await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    const owing = {
      orderId,
      fulfilmentOrderId,
      cause: `late:${fulfilmentOrderId}`,
      reason: 'late' as const,
      parts: { goodwillMinor: 5_000 }
    };
    record(...(await oweBack(tx, { ...owing, actor: SYSTEM, stream, at, newId: shop.newId })));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
  return shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).executeTakeFirstOrThrow();
}

test('what a box was closed without is listed with its way', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 4 } });
  const { transferId } = await openTransfer(shop, atHere, { toNodeId: THERE });
  await fillTransfer(shop, atHere, { transferId, variantId, by: 4, key: shop.newId() });
  await sendTransfer(shop, atHere, { transferId });
  await receiveTransfer(shop, atThere, { transferId, variantId, quantity: 3, key: shop.newId() });
  expect(await boxDifferences(shop.db, MOST)).toEqual([]);
  await closeTransfer(shop, atThere, { transferId });
  expect(await boxDifferences(shop.db, MOST)).toMatchObject([{ variantId, fromName: HERE, toName: THERE, sent: 4, difference: 1 }]);
});
