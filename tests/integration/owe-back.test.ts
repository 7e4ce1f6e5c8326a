import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { orderStream } from '#lib/commerce/orders/order-stream.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { oweBack, type Owing } from '#lib/commerce/payments/owe-back.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterAll(() => shop.close());

/** Goods for ₹980 and bringing them for ₹49. */
async function ordered(method: 'upi' | 'cash_on_delivery'): Promise<string> {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 2 } }), quantity: 2 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method, key: shop.newId() });
  if (method === 'upi') await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  return orderId;
}

async function owe(orderId: string, owing: Pick<Owing, 'cause' | 'reason' | 'parts'> & Partial<Owing>): Promise<number> {
  return inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    const owed = await oweBack(tx, { orderId, actor: SYSTEM, stream, at, newId: shop.newId, ...owing });
    record(...owed);
    await saveOrder(tx, orderId, { version: stream.version, at });
    return owed.length;
  });
}
const creditsOf = async (orderId: string) =>
  shop.db
    .selectFrom('order_credit')
    .select(['cause', 'amount_minor', 'netted_minor', 'untaken_minor', 'fee_minor', 'policy'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute();

test('a credit says what it is made of and which rule decided, and the bank sends what is left after the fee', async () => {
  const orderId = await ordered('upi');
  const policy = { profile: 'returns', version: 3, rule: 'restocking-fee' };
  const parts = { goodsMinor: 49_000, goodwillMinor: 1000, feeMinor: 5000 };
  expect(await owe(orderId, { cause: 'return:1', reason: 'returned', parts, policy })).toBe(1);
  expect(await creditsOf(orderId)).toEqual([
    { cause: 'return:1', amount_minor: 45_000, netted_minor: 0, untaken_minor: 0, fee_minor: 5000, policy }
  ]);
  const [refund] = await refundsOf(shop.db, orderId);
  expect(refund).toMatchObject({ reason: 'returned', how: 'bank', amount_minor: 45_000, state: 'due' });
  await payRefund(shop, SYSTEM, { refundId: refund!.id });
  expect(shop.bank.refunds.at(-1)).toMatchObject({ key: `refund:${refund!.id}`, amountMinor: 45_000 });
});

test('twenty at once for the same cause owe it once; for twenty causes never more than was paid', async () => {
  const orderId = await ordered('upi');
  const { totalMinor } = (await trackedOrder(shop.db, orderId))!;
  const same = { cause: 'goodwill:1', reason: 'goodwill' as const, parts: { goodwillMinor: 9900 } };
  await Promise.all(Array.from({ length: 20 }, async () => owe(orderId, same)));
  expect(await refundsOf(shop.db, orderId)).toHaveLength(1);
  await Promise.all(Array.from({ length: 20 }, async (_, i) => owe(orderId, { ...same, cause: `goodwill:more-${i}` })));
  const owed = (await refundsOf(shop.db, orderId)).reduce((sum, refund) => sum + refund.amount_minor, 0);
  expect(owed).toBe(totalMinor);
  expect((await creditsOf(orderId)).reduce((sum, credit) => sum + credit.untaken_minor, 0)).toBe(11 * 9900 - totalMinor);
});

test('what is netted goes nowhere, and of what bringing cost nobody gives back more than it was', async () => {
  const orderId = await ordered('upi');
  const netted = { cause: 'goodwill:netted', reason: 'goodwill' as const, parts: { goodsMinor: 0 }, nettedMinor: 0 };
  expect(await owe(orderId, netted)).toBe(0);
  const bringing = { reason: 'changed' as const, parts: { deliveryMinor: 4900 } };
  expect(await owe(orderId, { ...bringing, cause: 'changed:1' })).toBe(1);
  expect(await owe(orderId, { ...bringing, cause: 'changed:2' })).toBe(0);
  expect((await refundsOf(shop.db, orderId)).map(({ amount_minor }) => amount_minor)).toEqual([4900]);
  await expect(owe(orderId, { ...netted, nettedMinor: 1 })).rejects.toThrow('cannot be netted');
});

test('cash at the door becomes less, down to nothing', async () => {
  const orderId = await ordered('cash_on_delivery');
  const { totalMinor } = (await trackedOrder(shop.db, orderId))!;
  await owe(orderId, { cause: 'goodwill:1', reason: 'goodwill', parts: { goodwillMinor: totalMinor + 1 } });
  expect(await refundsOf(shop.db, orderId)).toMatchObject([{ how: 'taken-off', state: 'paid', amount_minor: totalMinor }]);
  expect((await trackedOrder(shop.db, orderId))!.payment).toMatchObject({ state: 'pending', amountMinor: 0 });
  expect(await creditsOf(orderId)).toMatchObject([{ untaken_minor: 1 }]);
});
