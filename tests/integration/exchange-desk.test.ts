import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exchangeAtDesk } from '#db/queries/exchanges.ts';
import { waitingReturns } from '#db/queries/return-office.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { applyExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { readReturnable, readReturnOffer } from '#lib/commerce/returns/read-returnable.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aLevel, asha, aVariant, level, shopper } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { exchangedOrders } from '../support/exchanged-orders.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { bought, exchange, graded, takeBack, parcelsOf, totalOf, caseOf, typesOf, pay } = exchangedOrders(() => shop);

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

test('bought in a store, without an address: what comes instead is collected at the counter that is named, and at no other', async () => {
  const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [STORE]: 2 } });
  const other = await aVariant(shop.db, { likeVariant: mug, options: ['Large'], priceMinor: 49_000, stock: { [STORE]: 1, [HERE]: 5 } });
  const { orderId } = await sellInStore(shop, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() });
  const [thing] = await readReturnable(shop, orderId, { words: '' });
  const choice = thing!.instead.choices.find(({ variantId }) => variantId === other)!;
  const wanted = { fulfilmentLineId: thing!.fulfilmentLineId, quantity: 1, reason: 'too-small' as const, exchange: choice };
  const offered = await readReturnOffer(shop, orderId, [wanted]);
  if (!('offer' in offered)) throw new Error(offered.no.message);
  expect(offered.offer.methods.map(({ method }) => method)).toEqual(['store']);
  expect(offered.offer.stores.map(({ nodeId }) => nodeId)).toEqual([STORE]);
  expect(offered.offer.arrival?.isCollected).toBe(true);

  const line = { ...wanted, detail: '', words: '', photoIds: [], exchange: { variantId: other, unitPriceMinor: 49_000 } };
  const how = { method: 'store' as const, to: 'original' as const, isKept: false };
  const ask = async (dropNodeId: string | null) =>
    askForReturn(shop, shopper, { orderId, lines: [line], ...how, dropNodeId, key: shop.newId() });
  expect(await outcomeOf(ask(null))).toBe('no-service');
  const { returnId } = await ask(STORE);
  expect(await level(shop.db, other, STORE)).toMatchObject({ available: 0, allocated: 1 });
  await takeBack(returnId);
  expect((await parcelsOf({ orderId })).at(-1)).toMatchObject({ state: 'released', method: 'pickup', node_id: STORE });
});

test('a bank is asked for the difference in a way that the policy takes, and in no other', async () => {
  const payment = { ...standardPolicy.payment, difference: ['card' as const], giftCardMustCover: false };
  const of = await underPolicy(shop, { payment }, async () => bought({ priceMinor: 60_000 }));
  const [thing] = await readReturnable(shop, of.orderId, { words: '' });
  const { productId } = thing!.instead.choices.find(({ variantId }) => variantId === of.other)!;
  const unit = {
    fulfilmentLineId: of.lineIds[0]!,
    quantity: 1,
    reason: 'too-small' as const,
    exchange: { variantId: of.other, productId, unitPriceMinor: 60_000 }
  };
  const offered = await readReturnOffer(shop, of.orderId, [unit]);
  expect(offered).toMatchObject({ offer: { payWays: ['card'] } });
  expect(await outcomeOf(exchange(of, 60_000, { payBy: 'upi' }))).toBe('not-paid-so');
  expect(await exchange(of, 60_000, { payBy: 'card' })).toMatchObject({ toPay: true });
});
