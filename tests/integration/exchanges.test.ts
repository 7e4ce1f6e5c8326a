import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { applyExchange, lapseExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { changedOrders } from '../support/changed-orders.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { aVariant, level, shopper } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';
import { DAY_MS, exchangedOrders, type Bought } from '../support/exchanged-orders.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openTwoPlaces();
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { bought, exchange, takeBack, parcelsOf, totalOf, caseOf, typesOf, pay } = exchangedOrders(() => shop);

test('another size for the same money: held at once, and sent with its first promise when a counter has the old one', async () => {
  const of = await bought();
  const before = await totalOf(of);
  const { returnId, toPay } = await exchange(of, 49_000);
  expect(toPay).toBe(false);
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 1, allocated: 1 });
  expect((await parcelsOf(of)).map(({ state }) => state)).toEqual(['closed', 'on_hold']);
  expect(await totalOf(of)).toEqual({ total_minor: before.total_minor + 49_000, life: 'completed' });
  expect(await caseOf(returnId)).toMatchObject({ state: 'store_dropoff', to: 'exchange', exchangeState: 'held', owedAt: null });

  await takeBack(returnId);
  expect(await caseOf(returnId)).toMatchObject({ state: 'settled', exchangeState: 'released' });
  expect((await parcelsOf(of)).map(({ state }) => state)).toEqual(['closed', 'released']);
  expect((await totalOf(of)).life).toBe('confirmed');
  expect(await refundsOf(shop.db, of.orderId)).toEqual([]);
  expect(await level(shop.db, of.variantIds[0]!, STORE)).toMatchObject({ on_hand: 1, available: 1 });
  expect((await trackedOrder(shop.db, of.orderId))!.parcels[1]!.promises).toHaveLength(1);
  const types = await typesOf(of);
  expect(types.slice(types.indexOf('return.requested'))).toEqual([
    'return.requested',
    'exchange.held',
    'return.approved',
    'return.dropped_off',
    'return.received',
    'return.graded',
    'exchange.released',
    'promise.committed',
    'fo.released',
    'return.settled'
  ]);
});

test('what costs less: the rest comes back to the cent, once, and no sooner than the old thing', async () => {
  const of = await bought({ priceMinor: 40_050 });
  const { returnId } = await exchange(of, 40_050);
  expect(await refundsOf(shop.db, of.orderId)).toEqual([]);
  await takeBack(returnId);
  const [refund, ...others] = await refundsOf(shop.db, of.orderId);
  expect(refund).toMatchObject({ amount_minor: 8_950, reason: 'exchanged', how: 'bank' });
  expect(others).toEqual([]);
  await payRefund(shop, SYSTEM, { refundId: refund!.id });
});

test('what costs more is kept, and bound when the difference is paid: of the order nothing is touched before', async () => {
  const of = await bought({ priceMinor: 60_000 });
  const before = await totalOf(of);
  const { returnId, toPay } = await exchange(of, 60_000);
  expect(toPay).toBe(true);
  expect(await totalOf(of)).toEqual(before);
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 1, held: 1, allocated: 0 });
  expect(await outcomeOf(decideReturnCase(shop, manager, { returnId, isApproved: true, reason: '' }))).toBe('in-progress');
  await applyExchange(shop, SYSTEM, { returnId });
  expect((await caseOf(returnId)).exchangeState).toBe('awaiting_payment');
  await pay(of, returnId);
  await applyExchange(shop, SYSTEM, { returnId });
  await applyExchange(shop, SYSTEM, { returnId });
  await lapseExchange(shop, SYSTEM, { returnId });
  expect(await caseOf(returnId)).toMatchObject({ state: 'store_dropoff', exchangeState: 'held' });
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 1, held: 0, allocated: 1 });
  await takeBack(returnId);
  expect(await refundsOf(shop.db, of.orderId)).toEqual([]);
  expect((await caseOf(returnId)).exchangeState).toBe('released');
});

test('not paid in time: the return ends and the new thing is free; paid and called off: what was paid comes back', async () => {
  const unpaid = await bought({ priceMinor: 60_000 });
  const first = await exchange(unpaid, 60_000);
  shop.at(new Date(Date.parse(MORNING) + 3_600_000));
  await lapseWhatIsNotPaid(shop);
  await lapseExchange(shop, SYSTEM, first);
  expect(await caseOf(first.returnId)).toMatchObject({ state: 'cancelled', exchangeState: 'given_back' });
  expect(await level(shop.db, unpaid.other, HERE)).toMatchObject({ available: 2 });
  shop.at(MORNING);

  const paid = await bought({ priceMinor: 60_000 });
  const { returnId } = await exchange(paid, 60_000);
  // Called off while the bank is asked: what it takes then comes back by itself.
  await cancelReturn(shop, shopper, { orderId: paid.orderId, returnId });
  await pay(paid, returnId);
  await applyExchange(shop, SYSTEM, { returnId });
  await applyExchange(shop, SYSTEM, { returnId });
  expect(await refundsOf(shop.db, paid.orderId)).toMatchObject([{ amount_minor: 11_000, how: 'bank' }]);
});

test('two at once for the last one: one has it, the other is told that it is gone, and keeps what they have', async () => {
  const one = await bought({ stock: 1 });
  const two = { ...(await aDeliveredOrder(shop, { nodeId: HERE, units: [1] })), other: one.other };
  const asked = [one, two].map(async (of) => outcomeOf(exchange(of, 49_000)));
  expect((await Promise.all(asked)).toSorted()).toEqual(['done', 'out-of-stock']);
  expect(await level(shop.db, one.other, HERE)).toMatchObject({ available: 0, allocated: 1 });
  const cases = await shop.db.selectFrom('return_case').select('id').where('order_id', 'in', [one.orderId, two.orderId]).execute();
  expect(cases).toHaveLength(1);
});

test('sold out between look and confirm, or dearer by then: refused, and nothing is changed', async () => {
  const of = await bought({ stock: 0 });
  expect(await outcomeOf(exchange(of, 49_000))).toBe('out-of-stock');
  const dearer = await bought({ priceMinor: 60_000 });
  expect(await outcomeOf(exchange(dearer, 55_000))).toBe('price-changed');
  expect(await outcomeOf(exchange({ ...dearer, other: shop.newId() }, 55_000))).toBe('out-of-stock');
  expect(await typesOf(dearer)).not.toContain('return.requested');
});

test('called off, not sent in time or declined: the new thing is for sale again and the order as it was', async () => {
  const ends = [
    async (of: Bought, returnId: string) => cancelReturn(shop, shopper, { orderId: of.orderId, returnId }),
    async (_: Bought, returnId: string) => {
      shop.at(new Date(Date.parse(MORNING) + 30 * DAY_MS));
      await lapseReturn(shop, SYSTEM, { returnId });
    }
  ];
  for (const end of ends) {
    shop.at(MORNING);
    const of = await bought();
    const before = await totalOf(of);
    const { returnId } = await exchange(of, 49_000);
    await end(of, returnId);
    expect(await totalOf(of)).toEqual(before);
    expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 2, allocated: 0 });
    expect((await parcelsOf(of)).map(({ state }) => state)).toEqual(['closed', 'cancelled']);
    expect((await caseOf(returnId)).exchangeState).toBe('given_back');
  }
});

test('a no of a person gives the new thing back; appealed with success it is money', async () => {
  const of = await bought({ priceMinor: 2_500_000, paid: 2_500_000 });
  const { returnId } = await exchange(of, 2_500_000);
  expect(await caseOf(returnId)).toMatchObject({ state: 'requested', exchangeState: 'held' });
  await decideReturnCase(shop, manager, { returnId, isApproved: false, reason: 'No.' });
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 2 });
  await appealReturn(shop, shopper, { orderId: of.orderId, returnId, words: 'Please.' });
  await decideReturnCase(shop, manager, { returnId, isApproved: true, reason: '' });
  await takeBack(returnId);
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 2_500_000, reason: 'returned' }]);
});

test('one of two was not there: one goes out, the other is for sale again, and of what was paid on top a half comes back', async () => {
  const of = await bought({ priceMinor: 60_000, units: [2], stock: 2 });
  const { returnId } = await exchange(of, 60_000, { quantity: 2 });
  await pay(of, returnId);
  await applyExchange(shop, SYSTEM, { returnId });
  await takeBack(returnId, ['restock_a', 'missing']);
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 1, allocated: 1 });
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 11_000 }]);
  expect((await parcelsOf(of)).map(({ state }) => state)).toEqual(['closed', 'released']);
});

test('nothing that counts was there: nothing goes out, and what was paid on top comes back', async () => {
  const of = await bought({ priceMinor: 60_000 });
  const before = await totalOf(of);
  const { returnId } = await exchange(of, 60_000);
  await pay(of, returnId);
  await applyExchange(shop, SYSTEM, { returnId });
  await takeBack(returnId, ['back_to_customer']);
  expect(await caseOf(returnId)).toMatchObject({ exchangeState: 'given_back', state: 'settled' });
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 11_000 }]);
  expect(await totalOf(of)).toEqual(before);
});

test('a swap that came and was exchanged in its turn is not taken back any more, though a parcel of the order is still to leave', async () => {
  const { anOrder, lineOf, change, order } = changedOrders(() => shop);
  const of = await anOrder();
  const [large, other] = await Promise.all(
    ['Large', 'Small'].map(async (size) =>
      aVariant(shop.db, { likeVariant: of.mug, options: [size], priceMinor: 49_000, stock: { [HERE]: 2 } })
    )
  );
  const swap = { kind: 'swap', orderLineId: await lineOf(of, of.mug), quantity: 1, toVariantId: large!, method: 'upi' } as const;
  const { changeId } = await change(of, swap);
  const fulfilmentOrderId = (await order(of)).parcels[0]!.id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId });
  const { trackingNumber } = (await order(of)).parcels[0]!;
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber!, [['delivered', 'to_person', shop.now().toISOString()]]));
  const came = await shop.db.selectFrom('fulfilment_line').select('id').where('variant_id', '=', large!).executeTakeFirstOrThrow();
  const parcel = { parcelId: fulfilmentOrderId, variantIds: [large!], lineIds: [came.id] };
  const { returnId } = await exchange({ ...of, ...parcel, other: other! }, 49_000);
  await takeBack(returnId);
  const before = await order(of);
  expect(before.life).toBe('confirmed');

  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId }))).toBe('not-allowed');
  expect(await order(of)).toEqual(before);
});
