import { afterAll, beforeAll, expect, test } from 'vitest';
import { heldPayment, refusedCaptures } from '#db/queries/captures.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { voidRest } from '#lib/commerce/payments/void-rest.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { heldOrders, heldPlaces, THERE } from '../support/held-orders.ts';
import { aVariant, shopper, thePostcode } from '../support/makers.ts';
import { bringIn, takenOut } from '../support/state-files.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await heldPlaces(shop);
});
afterAll(() => shop.close());
const { ordered, leaves, leftAndTaken, payment, given, told, lineOf, change, cancel } = heldOrders(() => shop);

test('its bank stands for all of it, and each parcel that leaves takes its share to the paisa, the first with what bringing costs', async () => {
  const of = await ordered();
  expect(await payment(of)).toMatchObject({ state: 'authorized', due: 200_000, authorized: 200_000, captured: 0, refunded: 0 });
  expect(shop.bank.charges.filter(({ key }) => key.includes(of.orderId))).toEqual([]);
  expect((await trackedOrder(shop.db, of.orderId))!.life).toBe('confirmed');

  await leftAndTaken(of, of.parcels[0]);
  expect(await payment(of)).toMatchObject({ state: 'partially_captured', captured: 120_000 });
  await leftAndTaken(of, of.parcels[1]);
  expect(await payment(of)).toMatchObject({ state: 'captured', captured: 200_000 });
  expect(await given(of)).toEqual([120_000, 80_000]);
  expect(await told(of, 'payment.captured')).toMatchObject([
    { fulfilmentOrderId: of.parcels[0], amountMinor: 120_000 },
    { fulfilmentOrderId: of.parcels[1], amountMinor: 80_000 }
  ]);
});

test('twenty at once take a share once, also when the answer was lost', async () => {
  const of = await ordered();
  await leaves(of.parcels[0]);
  shop.bank.saysToCaptures.push('lost');
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, async () => captureParcel(shop, SYSTEM, { fulfilmentOrderId: of.parcels[0] }))
  );
  expect(all.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(1);
  await captureParcel(shop, SYSTEM, { fulfilmentOrderId: of.parcels[0] });
  expect(await given(of)).toEqual([120_000]);
  expect(await told(of, 'payment.captured')).toHaveLength(1);
  expect(await payment(of)).toMatchObject({ captured: 120_000 });
});

test('an order whose bank never answered is found again by its key, and what comes when it had lapsed is let go', async () => {
  const lost = await ordered('lost@mez');
  expect(await payment(lost)).toMatchObject({ state: 'authorized', captured: 0 });

  const late = await ordered('step@mez');
  shop.at(new Date(shop.now().getTime() + 3_600_000));
  await cancelUnpaidOrder(shop, SYSTEM, { orderId: late.orderId });
  shop.bank.approve(`order:${late.orderId}:1`);
  await authorizePayment(shop, SYSTEM, { chargeKey: `order:${late.orderId}:1` });
  expect(await told(late, 'payment.authorized')).toMatchObject([{ late: true }]);
  await voidRest(shop, SYSTEM, late);
  await voidRest(shop, SYSTEM, late);
  expect(await payment(late)).toMatchObject({ state: 'voided', authorized: 0, captured: 0 });
  expect(await told(late, 'payment.voided')).toHaveLength(1);
});

test('what is called off before it leaves is never taken, and the rest is let go when nothing can be taken back any more', async () => {
  const of = await ordered();
  await leftAndTaken(of, of.parcels[0]);
  const changeId = await cancel(of, of.mug, 2);
  expect(await payment(of)).toMatchObject({ state: 'partially_captured', due: 120_000, authorized: 200_000, captured: 120_000 });
  await voidRest(shop, SYSTEM, of);
  expect(await payment(of)).toMatchObject({ authorized: 200_000 });

  shop.at(new Date(shop.now().getTime() + 11 * 60_000));
  await settleChange(shop, SYSTEM, { changeId });
  await voidRest(shop, SYSTEM, of);
  expect(await payment(of)).toMatchObject({ state: 'captured', due: 120_000, authorized: 120_000, captured: 120_000, refunded: 0 });
  expect(shop.bank.refunds.filter(({ key }) => key.includes(of.orderId))).toEqual([]);
});

test('what was called off and is taken back is due again', async () => {
  const of = await ordered();
  const changeId = await cancel(of, of.mug, 1);
  expect(await payment(of)).toMatchObject({ due: 160_000 });
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await payment(of)).toMatchObject({ due: 200_000 });
  const { parcels } = (await trackedOrder(shop.db, of.orderId))!;
  const open = parcels.filter(({ state }) => state !== 'cancelled').map(({ id }) => id);
  for (const id of open) await leftAndTaken(of, id);
  expect(await payment(of)).toMatchObject({ state: 'captured', captured: 200_000 });
});

test('a whole order that is called off costs nothing, and its bank lets go of all', async () => {
  const of = await ordered();
  const changeId = await change(of, { kind: 'cancel', reason: 'by-mistake', units: null });
  shop.at(new Date(shop.now().getTime() + 11 * 60_000));
  await settleChange(shop, SYSTEM, { changeId });
  await voidRest(shop, SYSTEM, of);
  expect(await payment(of)).toMatchObject({ state: 'voided', due: 0, captured: 0 });
  expect(await given(of)).toEqual([]);
});

test('another make that costs less lowers what will be taken; one that costs more is asked for as ever', async () => {
  const of = await ordered();
  const cheaper = await aVariant(shop.db, { stock: { [THERE]: 3 }, priceMinor: 30_000, likeVariant: of.mug, options: ['small'] });
  await change(of, { kind: 'swap', orderLineId: await lineOf(of, of.mug), quantity: 1, toVariantId: cheaper, method: 'upi' });
  expect(await payment(of)).toMatchObject({ due: 190_000 });
  await leftAndTaken(of, of.parcels[1]);
  // Two mugs, of which one is the cheaper, and what bringing costs.
  expect(await given(of)).toEqual([74_900]);
  await leftAndTaken(of, of.parcels[0]);
  expect(await given(of)).toEqual([74_900, 115_100]);
});

test('what a bank stands for, gave and refused comes over with a store, and goes on there', async () => {
  const [half, refused] = [await ordered(), await ordered()];
  await leftAndTaken(half, half.parcels[0]);
  shop.bank.saysToCaptures.push('bank-said-no');
  await leftAndTaken(refused, refused.parcels[1]);
  const other = await openShop();
  await thePostcode(other.db);
  other.at(shop.now());
  const out = await takenOut(shop);
  expect((await bringIn(other, out)).issues).toEqual([]);
  expect((await takenOut(other)).split('\n')).toEqual(out.split('\n'));
  const { dueMinor, capturedMinor, authorizedMinor, reference } = (await heldPayment(shop.db, half.orderId))!;
  expect(await heldPayment(other.db, half.orderId)).toMatchObject({ dueMinor, capturedMinor, authorizedMinor, reference });
  await captureParcel(other, SYSTEM, { fulfilmentOrderId: half.parcels[0] });
  expect(other.bank.captures).toEqual([]);
  expect(await refusedCaptures(other.db, 9)).toMatchObject([{ orderId: refused.orderId, amountMinor: 84_900 }]);
  await other.close();
});
