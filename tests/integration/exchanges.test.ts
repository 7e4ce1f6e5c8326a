import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { exchangeAtDesk } from '#db/queries/exchanges.ts';
import { waitingReturns } from '#db/queries/return-office.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { applyExchange, lapseExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { askForReturn, type AskForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { readReturnable, readReturnOffer } from '#lib/commerce/returns/read-returnable.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import type { Disposition } from '#lib/commerce/returns/return.machine.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aDeliveredOrder, type DeliveredOrder } from '../support/delivered-order.ts';
import { aLevel, aNode, asha, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';

const HERE = 'blr-domlur';
const STORE = 'blr-indiranagar';
const DAY_MS = 24 * 3_600_000;

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
  await aNode(shop.db, STORE);
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

type Bought = DeliveredOrder & { other: string };
/** A thing at ₹490 that came, and another make of it, at `priceMinor`. */
async function bought({ priceMinor = 49_000, units = [1], stock = 2, at = HERE, paid = 49_000 } = {}): Promise<Bought> {
  const of = await aDeliveredOrder(shop, { nodeId: HERE, units, priceMinor: paid });
  const other = await aVariant(shop.db, { likeVariant: of.variantIds[0]!, options: ['Large'], priceMinor, stock: { [at]: stock } });
  return { ...of, other };
}
const exchange = async (of: Bought, unitPriceMinor: number, over: Partial<AskForReturn> & { quantity?: number } = {}) => {
  const { quantity = 1, ...more } = over;
  const line = { fulfilmentLineId: of.lineIds[0]!, quantity, reason: 'too-small' as const, detail: '', words: '', photoIds: [] };
  const how = { method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null, key: shop.newId() };
  const lines = [{ ...line, exchange: { variantId: of.other, unitPriceMinor } }];
  return askForReturn(shop, shopper, { orderId: of.orderId, lines, ...how, ...more });
};
const graded = async (returnId: string, ...fates: Disposition[]) =>
  (await unitsOfReturn(shop.db, returnId)).map(({ id }, n) => ({
    unitId: id,
    disposition: fates[n] ?? fates[0]!,
    note: '',
    isOther: false
  }));
const takeBack = async (returnId: string, fates: Disposition[] = ['restock_a'], handsOut = false) =>
  takeBackAtCounter(shop, asha, { returnId, grades: await graded(returnId, ...fates), key: shop.newId(), handsOut });
const parcelsOf = async ({ orderId }: Bought) =>
  shop.db
    .selectFrom('fulfilment_order')
    .select(['id', 'state', 'method', 'node_id'])
    .where('order_id', '=', orderId)
    .orderBy('place')
    .execute();
const totalOf = async ({ orderId }: Bought) =>
  await shop.db.selectFrom('orders').select(['total_minor', 'life']).where('id', '=', orderId).executeTakeFirstOrThrow();
const caseOf = async (returnId: string) => (await findReturn(shop.db, returnId))!;
const typesOf = async ({ orderId }: Bought) =>
  (await shop.db.selectFrom('event').select('type').where('topic', '=', `order:${orderId}`).orderBy('version').execute())
    .map(({ type }) => type)
    .filter((type) => /^(return|exchange|refund|fo\.released|fo\.collected|promise\.committed|order\.completed|payment)/.test(type));
const pay = async (of: Bought, changeId: string, handle = 'ok@mez') =>
  authorizePayment(shop, shopper, { orderKey: of.orderKey, changeId, handle, key: shop.newId() });

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

test('it goes out with the first scan; an empty box afterwards is laid before a person, and nothing is taken back in silence', async () => {
  const of = await bought();
  const { returnId } = await exchange(of, 49_000, { method: 'label' });
  await issueReturnLabel(shop, SYSTEM, { returnId });
  const { trackingNumber } = (await returnShipmentOf(shop.db, returnId))!;
  await recordReturnScans(shop, SYSTEM, carrierNews(trackingNumber!, [['in_transit', 'accepted', '2026-11-25T06:00:00Z']]));
  expect(await caseOf(returnId)).toMatchObject({ state: 'in_transit', exchangeState: 'released' });
  const there = { ...asha, nodeId: HERE };
  await receiveReturn(shop, there, { returnId, unitIds: [], isAll: true, extra: '' });
  await gradeReturn(shop, there, { returnId, grades: await graded(returnId, 'missing') });
  const issues = await shop.db.selectFrom('return_issue').select('kind').where('order_id', '=', of.orderId).orderBy('id').execute();
  expect(issues.map(({ kind }) => kind)).toEqual(['empty-box', 'refunded-too-early']);
  expect((await parcelsOf(of)).map(({ state }) => state)).toEqual(['closed', 'released']);
});

test('over the counter at once, from the shelf of that store, wherever it was held; where it does not lie there it is refused', async () => {
  const elsewhere = await bought();
  const refused = await exchange(elsewhere, 49_000);
  expect(await outcomeOf(takeBack(refused.returnId, ['restock_a'], true))).toBe('out-of-stock');
  expect((await caseOf(refused.returnId)).state).toBe('store_dropoff');

  const near = await bought();
  await aLevel(shop.db, { variantId: near.other, nodeId: STORE, onHand: 2 });
  const { returnId } = await exchange(near, 49_000);
  await takeBack(returnId, ['restock_a'], true);
  expect((await parcelsOf(near)).at(-1)).toMatchObject({ state: 'collected', method: 'pickup', node_id: STORE });
  expect(await level(shop.db, near.other, STORE)).toMatchObject({ on_hand: 1, allocated: 0 });
  expect((await totalOf(near)).life).toBe('completed');
  expect(await level(shop.db, near.other, HERE)).toMatchObject({ on_hand: 2, allocated: 0, available: 2 });
  expect((await typesOf(near)).slice(-3)).toEqual(['exchange.released', 'fo.collected', 'return.settled']);
});

test('what is offered before the one press: the price difference by each way, the day, and a no where it is gone', async () => {
  const of = await bought({ priceMinor: 60_000 });
  const [thing] = await readReturnable(shop, of.orderId, { words: '' });
  const choice = thing!.instead.choices.find(({ variantId }) => variantId === of.other)!;
  expect(choice).toMatchObject({ unitPriceMinor: 60_000, isThere: true, isOther: false });
  const wanted = { fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'too-small' as const, exchange: choice };
  const offered = await readReturnOffer(shop, of.orderId, [wanted]);
  if (!('offer' in offered)) throw new Error(offered.no.message);
  const { methods, arrival, refunds, keep } = offered.offer;
  expect(methods.find(({ method }) => method === 'store')?.exchange).toEqual({ newMinor: 60_000, moreMinor: 11_000, backMinor: 0 });
  for (const { feeMinor, exchange: by } of methods) expect(by?.moreMinor).toBe(11_000 + feeMinor);
  expect([arrival?.isCollected, refunds, keep]).toEqual([false, [], null]);
  expect(Date.parse(arrival!.until)).toBeGreaterThan(Date.parse(MORNING));
  expect(await readReturnOffer(shop, of.orderId, [{ ...wanted, quantity: 2 }])).toHaveProperty('no');

  const gone = await bought({ stock: 0 });
  const [none] = await readReturnable(shop, gone.orderId);
  expect(none!.instead.choices.find(({ variantId }) => variantId === gone.other)).toMatchObject({ isThere: false });
  const late = { ...wanted, fulfilmentLineId: gone.lineIds[0]!, exchange: { ...choice, variantId: gone.other, unitPriceMinor: 49_000 } };
  expect(await readReturnOffer(shop, gone.orderId, [late])).toMatchObject({
    no: { code: 'out-of-stock', message: expect.stringContaining('None left') }
  });
});

test('a counter sees what they get instead and whether it lies there; nobody is asked for a yes before the difference is paid', async () => {
  const of = await bought({ at: STORE });
  const { returnId } = await exchange(of, 49_000);
  expect(await exchangeAtDesk(shop.db, { returnId, nodeId: STORE })).toMatchObject({
    state: 'held',
    paidMinor: 0,
    lines: [{ isHere: true, quantity: 1 }]
  });
  expect((await exchangeAtDesk(shop.db, { returnId, nodeId: HERE }))!.lines).toMatchObject([{ isHere: false }]);
  const dear = await bought({ priceMinor: 2_600_000, paid: 2_500_000 });
  const waiting = await exchange(dear, 2_600_000);
  const asked = async () => (await waitingReturns(shop.db, 50)).filter(({ id }) => id === waiting.returnId);
  expect(await asked()).toEqual([]);
  await pay(dear, waiting.returnId);
  await applyExchange(shop, SYSTEM, waiting);
  expect(await asked()).toMatchObject([{ instead: expect.stringMatching(/^1 × Thing .*Large/) }]);
});

test('what waits for a return is changed with that return alone, and is no part of what is cancelled', async () => {
  const of = await bought({ units: [2] });
  const first = await exchange(of, 49_000);
  await takeBack(first.returnId);
  await exchange(of, 49_000);
  expect((await parcelsOf(of)).map(({ state }) => state)).toEqual(['closed', 'released', 'on_hold']);
  const wish = { kind: 'cancel' as const, units: null, reason: 'changed-mind' as const };
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish });
  expect(effect).toMatchObject({ goodsMinor: 49_000, isEnd: false });
  expect(effect.of.map(({ units }) => units)).toEqual([1]);
});
