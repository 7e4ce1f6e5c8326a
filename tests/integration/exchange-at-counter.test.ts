import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nettedBy } from '#db/queries/refunds.ts';
import { trackedReturn } from '#db/queries/tracked-returns.ts';
import { payBackByHand } from '#lib/commerce/payments/pay-back-by-hand.server.ts';
import { takeMoreInCash } from '#lib/commerce/payments/take-more-in-cash.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { applyExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { payMore } from '#lib/server/pay-more.ts';
import { exchangedOrders, type Bought } from '../support/exchanged-orders.ts';
import { asha, level, shopper } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openTwoPlaces();
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const { bought, exchange, takeBack, parcelsOf, totalOf, caseOf, pay } = exchangedOrders(() => shop);

/** Of something that costs ₹110 more, begun at the counter by Asha. */
async function begun(): Promise<Bought & { returnId: string }> {
  const of = await bought({ priceMinor: 60_000, at: STORE });
  const { returnId, toPay } = await exchange(of, 60_000, { payBy: 'card', dropNodeId: STORE });
  expect(toPay).toBe(true);
  return { ...of, returnId };
}
const cash = async ({ returnId }: { returnId: string }, more: object = {}) =>
  takeMoreInCash(shop, asha, { returnId, seenMinor: 11_000, key: shop.newId(), ...more });
const followed = async ({ orderId, returnId }: { orderId: string; returnId: string }) =>
  (await trackedReturn(shop.db, { orderId, returnId }))!;

test('the difference is counted in cash, once: the new thing is theirs over the counter, and both screens tell who paid what', async () => {
  const of = await begun();
  const key = shop.newId();
  await cash(of, { key });
  await cash(of, { key });
  expect(await outcomeOf(cash(of))).toBe('not-allowed');
  await applyExchange(shop, asha, of);
  expect(await caseOf(of.returnId)).toMatchObject({ state: 'store_dropoff', exchangeState: 'held' });
  expect(shop.bank.charges.filter(({ key: asked }) => asked.includes(of.returnId))).toEqual([]);
  await takeBack(of.returnId, ['restock_a'], true);
  expect((await parcelsOf(of)).at(-1)).toMatchObject({ state: 'collected', node_id: STORE });
  expect(await level(shop.db, of.other, STORE)).toMatchObject({ on_hand: 1, allocated: 0 });
  const seen = await followed(of);
  expect(seen.paid).toMatchObject([{ amountMinor: 11_000, method: 'cash' }]);
  const steps = stepsOfReturn(seen, shop.now()).map(({ title, note }) => [title, note]);
  expect(steps).toContainEqual(['₹110 paid', 'Cash']);
  expect(steps.map(([title]) => title)).toContain('Handed to you');
});

test('a card at the terminal pays it: after a no another one does', async () => {
  const of = await begun();
  const asked = (handle: string) =>
    payMore(shop, asha, { orderKey: of.orderKey, changeId: of.returnId, handle, key: shop.newId(), returnUrl: '/' });
  expect(await asked('no')).toMatchObject({ outcome: 'declined' });
  expect(await asked('4646464646460105')).toEqual({ outcome: 'captured' });
  await applyExchange(shop, asha, of);
  expect((await caseOf(of.returnId)).exchangeState).toBe('held');
  expect((await followed(of)).paid).toMatchObject([{ amountMinor: 11_000, method: 'card' }]);
});

test('cash after a no of the card pays it as well', async () => {
  const of = await begun();
  await payMore(shop, asha, { orderKey: of.orderKey, changeId: of.returnId, handle: 'no', key: shop.newId(), returnUrl: '/' });
  await cash(of);
  await applyExchange(shop, asha, of);
  expect((await caseOf(of.returnId)).exchangeState).toBe('held');
});

test('called off, the cash is owed back in cash, and a counter gives it once', async () => {
  const of = await begun();
  const before = await totalOf(of);
  await cash(of);
  await applyExchange(shop, asha, of);
  await cancelReturn(shop, shopper, of);
  const [refund, ...others] = await refundsOf(shop.db, of.orderId);
  expect([others, refund]).toMatchObject([[], { amount_minor: 11_000, how: 'by-hand' }]);
  await payBackByHand(shop, manager, { refundId: refund!.id });
  await payBackByHand(shop, manager, { refundId: refund!.id });
  expect(await totalOf(of)).toEqual(before);
  expect(await level(shop.db, of.other, STORE)).toMatchObject({ available: 2, allocated: 0 });
});

test('two at once, at the till and on the phone: it is paid once, and what comes of the other goes back', async () => {
  const of = await begun();
  const both = await Promise.all([outcomeOf(cash(of)), outcomeOf(pay(of, of.returnId, '4646464646460105'))]);
  expect(both).toContain('done');
  await applyExchange(shop, asha, of);
  expect((await caseOf(of.returnId)).exchangeState).toBe('held');
  const paid = (await followed(of)).paid.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect(paid).toBe(11_000);
  const two = await begun();
  expect((await Promise.all([outcomeOf(cash(two)), outcomeOf(cash(two))])).toSorted()).toEqual(['done', 'not-allowed']);
});

test('who sells nothing takes no cash, another sum than was seen is not counted, and a bank that has it in hand comes first', async () => {
  const of = await begun();
  for (const [actor, no] of [
    [shopper, 'forbidden'],
    [await aPerson(shop, 'warehouse', HERE), 'forbidden']
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await outcomeOf(takeMoreInCash(shop, actor, { returnId: of.returnId, seenMinor: 11_000, key: shop.newId() }))).toBe(no);
  }
  expect(await outcomeOf(cash(of, { seenMinor: 1 }))).toBe('stale-version');
  expect(await outcomeOf(cash({ returnId: shop.newId() }))).toBe('not-found');
  await pay(of, of.returnId, 'step@mez');
  expect(await outcomeOf(cash(of))).toBe('in-progress');
});

test('a policy that takes no cash for a difference is heard at the counter', async () => {
  const payment = { ...standardPolicy.payment, difference: ['card' as const], giftCardMustCover: false };
  const of = await underPolicy(shop, { payment }, begun);
  expect(await outcomeOf(cash(of))).toBe('not-paid-so');
});

test('an exchange that was to be fetched and is brought to a store gives back what was paid for fetching it', async () => {
  const fee = standardPolicy.returns.fees.home;
  const of = await bought();
  const { returnId, toPay } = await exchange(of, 49_000, { method: 'home' });
  expect(toPay).toBe(true);
  await pay(of, returnId);
  await applyExchange(shop, shopper, { returnId });
  await issueReturnLabel(shop, SYSTEM, { returnId });
  await chooseDropOff(shop, shopper, { orderId: of.orderId, returnId, nodeId: null });
  await takeBack(returnId);
  expect(await caseOf(returnId)).toMatchObject({ exchangeState: 'released', feeMinor: 0 });
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: fee }]);
  expect(await nettedBy(shop.db, { orderId: of.orderId, cause: `exchange:${returnId}` })).toEqual({ nettedMinor: 49_000, feeMinor: 0 });
});
