import { afterAll, beforeAll, expect, test } from 'vitest';
import { findValueBySeal } from '#db/queries/stored-values.ts';
import { applyChange, lapseChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { issueGiftCard } from '#lib/commerce/payments/issue-gift-card.server.ts';
import { payMoreWithBalance } from '#lib/commerce/payments/pay-more-with-balance.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { refundLatePayment } from '#lib/commerce/payments/refund-late-payment.server.ts';
import { sealedCode } from '#lib/commerce/payments/stored-value.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { applyExchange, lapseExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { changedOrders, HERE, type Ordered } from '../support/changed-orders.ts';
import { aCheckout } from '../support/checkout.ts';
import { exchangedOrders } from '../support/exchanged-orders.ts';
import { aVariant, level, shopper } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
import { refundsOf } from '../support/refunds.ts';
import type { TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';
import { openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openTwoPlaces();
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());

const { change, lineOf, shown } = changedOrders(() => shop);
const { bought, exchange, takeBack, parcelsOf, totalOf, caseOf } = exchangedOrders(() => shop);

const aCard = async (amountMinor: number) => (await issueGiftCard(shop, SYSTEM, { amountMinor, currency: 'INR' })).code;
const on = async (code: string) => (await findValueBySeal(shop.db, sealedCode(shop.keys.seal, code).codeSeal))!.balanceMinor;
const pay = async ({ orderKey }: { orderKey: string }, changeId: string, typed: string) =>
  payMoreWithBalance(shop, shopper, { orderKey, changeId, typed, key: shop.newId() });
const payBack = async (orderId: string) => {
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const { id } of await refundsOf(shop.db, orderId)) await payRefund(shop, SYSTEM, { refundId: id });
};
const takingAlso = { payment: { ...standardPolicy.payment, giftCardMustCover: false } };

/** One mug at ₹490, by the clock as it stands. */
async function aPaidOrder(): Promise<Ordered> {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 3 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId: mug, quantity: 1 }]);
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez', key: shop.newId() });
  return { orderId, orderKey, mug, pot: '' };
}

/** The mug becomes another that costs ₹110 more; asked, and not paid yet. */
async function aSwap() {
  const of = await aPaidOrder();
  const other = await aVariant(shop.db, { likeVariant: of.mug, options: ['Large'], priceMinor: 60_000, stock: { [HERE]: 3 } });
  const wish = { kind: 'swap' as const, orderLineId: await lineOf(of, of.mug), toVariantId: other, quantity: 1, method: 'upi' as const };
  const { changeId, toPay } = await change(of, wish);
  expect(toPay).toBe(true);
  return { ...of, other, changeId };
}
const stateOf = async (changeId: string) =>
  (await shop.db.selectFrom('order_change').select('state').where('id', '=', changeId).executeTakeFirstOrThrow()).state;
const totalMinor = async ({ orderId }: Ordered) =>
  (await shop.db.selectFrom('orders').select('total_minor').where('id', '=', orderId).executeTakeFirstOrThrow()).total_minor;

test('a gift card that covers it pays what a change costs more, at once and once; taken back, it is on it again', async () => {
  const of = await aSwap();
  const [card, before] = [await aCard(15_000), await totalMinor(of)];
  const press = { orderKey: of.orderKey, changeId: of.changeId, typed: card, key: shop.newId() };
  expect(await payMoreWithBalance(shop, shopper, press)).toEqual({ paidMinor: 11_000, restMinor: 0 });
  expect(await payMoreWithBalance(shop, shopper, press)).toEqual({ paidMinor: 11_000, restMinor: 0 });
  expect(await outcomeOf(pay(of, of.changeId, card))).toBe('not-allowed');
  await applyChange(shop, SYSTEM, of);
  expect([await on(card), await stateOf(of.changeId), await totalMinor(of)]).toEqual([4_000, 'confirmed', before + 60_000]);
  expect(shop.bank.charges.filter(({ key }) => key.startsWith(`change:${of.changeId}`))).toEqual([]);

  await undoChange(shop, shopper, of);
  await undoChange(shop, shopper, of);
  expect(await refundsOf(shop.db, of.orderId)).toMatchObject([{ amount_minor: 11_000, how: 'gift-card', reason: 'undone' }]);
  await payBack(of.orderId);
  expect([await on(card), await stateOf(of.changeId), await totalMinor(of)]).toEqual([15_000, 'undone', before]);
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 3, held: 0, allocated: 0 });
  expect(await shown(of)).toEqual(['released: 1']);
});

test('a card that covers less is taken only where the policy lets it pay a part, and then the bank is asked for the rest', async () => {
  const strict = await aSwap();
  const card = await aCard(4_000);
  expect(await outcomeOf(pay(strict, strict.changeId, card))).toBe('card-covers-less');
  expect([await on(card), await stateOf(strict.changeId)]).toEqual([4_000, 'awaiting_payment']);

  const of = await underPolicy(shop, takingAlso, aSwap);
  expect(await pay(of, of.changeId, card)).toEqual({ paidMinor: 4_000, restMinor: 7_000 });
  await applyChange(shop, SYSTEM, of);
  expect([await on(card), await stateOf(of.changeId)]).toEqual([0, 'awaiting_payment']);
  await authorizePayment(shop, shopper, { orderKey: of.orderKey, changeId: of.changeId, handle: 'ok@mez', key: shop.newId() });
  await applyChange(shop, SYSTEM, of);
  expect(await stateOf(of.changeId)).toBe('confirmed');
  expect(shop.bank.charges.at(-1)).toMatchObject({ amountMinor: 7_000 });
  // A bank took some of it: it is swapped back, or returned.
  expect(await outcomeOf(undoChange(shop, shopper, of))).toBe('not-allowed');
});

test('the rest is not paid in time: nothing is changed, and the part is on the card again', async () => {
  const of = await underPolicy(shop, takingAlso, aSwap);
  const [card, before] = [await aCard(4_000), await totalMinor(of)];
  await pay(of, of.changeId, card);
  shop.at(new Date(shop.now().getTime() + 3_600_000));
  await lapseWhatIsNotPaid(shop);
  await lapseChange(shop, SYSTEM, of);
  await lapseChange(shop, SYSTEM, of);
  await payBack(of.orderId);
  expect([await on(card), await stateOf(of.changeId), await totalMinor(of)]).toEqual([4_000, 'lapsed', before]);
  expect(await level(shop.db, of.other, HERE)).toMatchObject({ available: 3, held: 0 });
});

test('two at once on the last of a card: one pays with it, the other is told, and keeps what was asked', async () => {
  const [one, two] = [await aSwap(), await aSwap()];
  const card = await aCard(11_000);
  const pressed = [one, two].map(async (of) => outcomeOf(pay(of, of.changeId, card)));
  const answers = await Promise.all(pressed);
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(['balance-changed', 'balance-wrong']).toContain(answers.find((answer) => answer !== 'done'));
  expect(await on(card)).toBe(0);
  await Promise.all([one, two].map(async (of) => applyChange(shop, SYSTEM, of)));
  expect((await Promise.all([one, two].map(async ({ changeId }) => stateOf(changeId)))).toSorted()).toEqual([
    'awaiting_payment',
    'confirmed'
  ]);
});

test('two windows at once for one change: it is paid once, by whichever was first', async () => {
  const of = await aSwap();
  const cards = [await aCard(11_000), await aCard(11_000)];
  const answers = await Promise.all(cards.map(async (card) => outcomeOf(pay(of, of.changeId, card))));
  expect(answers.toSorted()).toEqual(['done', 'not-allowed']);
  expect((await Promise.all(cards.map(on))).toSorted((a, b) => a - b)).toEqual([0, 11_000]);
});

test('a bank that has it in hand is not paid beside; what it takes all the same goes back whole', async () => {
  const of = await aSwap();
  const card = await aCard(11_000);
  await authorizePayment(shop, shopper, { orderKey: of.orderKey, changeId: of.changeId, handle: 'step@mez', key: shop.newId() });
  expect(await outcomeOf(pay(of, of.changeId, card))).toBe('in-progress');

  const late = await underPolicy(shop, takingAlso, aSwap);
  // The bank takes it while the card pays a part: its answer is written down after that.
  const before = shop.payments.find;
  shop.payments.find = async () => undefined;
  const key = `change:${late.changeId}:1`;
  const instrument = { method: 'upi' as const, handle: 'ok@mez' };
  await shop.payments.charge({ key, amountMinor: 11_000, currency: 'INR', orderNumber: 'MZ', instrument });
  const half = await aCard(5_000);
  await pay(late, late.changeId, half);
  shop.payments.find = before;
  await authorizePayment(shop, SYSTEM, { chargeKey: key });
  const { orderId, changeId } = late;
  await refundLatePayment(shop, SYSTEM, { orderId, changeId });
  expect(shop.bank.refunds.at(-1)).toMatchObject({ amountMinor: 11_000 });
  expect([await on(half), await stateOf(changeId)]).toEqual([0, 'awaiting_payment']);

  // The order is called off whole: what the card gave is no money of a bank, however often that job runs.
  const sent = shop.bank.refunds.length;
  const units = [{ orderLineId: await lineOf(late, late.mug), quantity: 1 }];
  const calledOff = await change(late, { kind: 'cancel', reason: 'other', units });
  shop.at(new Date(shop.now().getTime() + 11 * 60_000));
  await settleChange(shop, SYSTEM, calledOff);
  await refundLatePayment(shop, SYSTEM, { orderId, changeId });
  expect(shop.bank.refunds.length).toBe(sent);
  shop.at(new Date(shop.now().getTime() + 3_600_000));
  await lapseWhatIsNotPaid(shop);
  await lapseChange(shop, SYSTEM, late);
  await payBack(orderId);
  expect([await on(half), await stateOf(changeId)]).toEqual([5_000, 'lapsed']);
});

test('codes that have nothing, that belong to an account, and ways that the policy does not take are refused', async () => {
  const of = await aSwap();
  for (const typed of ['no such card', await aCard(1).then((code) => `${code.slice(0, -1)}!`)]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await outcomeOf(pay(of, of.changeId, typed))).toBe('balance-wrong');
  }
  expect(await outcomeOf(payMoreWithBalance(shop, shopper, { ...of, credit: true, key: shop.newId() }))).toBe('balance-wrong');
  expect(await outcomeOf(pay(of, shop.newId(), await aCard(11_000)))).toBe('not-found');
  const payment = { ...standardPolicy.payment, difference: ['upi' as const], giftCardMustCover: false };
  const only = await underPolicy(shop, { payment }, aSwap);
  expect(await outcomeOf(pay(only, only.changeId, await aCard(11_000)))).toBe('not-paid-so');
  const whole = await aPaidOrder();
  const { changeId } = await change(whole, { kind: 'payment', method: 'card' });
  expect(await outcomeOf(pay(whole, changeId, await aCard(1_000_000)))).toBe('not-paid-so');
});

test('an exchange that costs more is paid by a gift card: it goes out, and called off or declined the card has it again', async () => {
  const of = await bought({ priceMinor: 60_000 });
  const card = await aCard(11_000);
  const { returnId } = await exchange(of, 60_000);
  await pay(of, returnId, card);
  await applyExchange(shop, SYSTEM, { returnId });
  expect(await caseOf(returnId)).toMatchObject({ state: 'store_dropoff', exchangeState: 'held' });
  await takeBack(returnId);
  expect([await on(card), (await parcelsOf(of)).at(-1)?.state]).toEqual([0, 'released']);

  const ends = [
    async (asked: { orderId: string; returnId: string }) => cancelReturn(shop, shopper, asked),
    async ({ returnId: id }: { returnId: string }) => decideReturnCase(shop, manager, { returnId: id, isApproved: false, reason: 'No.' })
  ];
  for (const [at, end] of ends.entries()) {
    const dear = at === 0 ? await bought({ priceMinor: 60_000 }) : await bought({ priceMinor: 2_511_000, paid: 2_500_000 });
    const [mine, before] = [await aCard(11_000), await totalOf(dear)];
    const asked = await exchange(dear, at === 0 ? 60_000 : 2_511_000);
    await pay(dear, asked.returnId, mine);
    await applyExchange(shop, SYSTEM, asked);
    expect(await on(mine)).toBe(0);
    await end({ ...dear, ...asked });
    expect(await refundsOf(shop.db, dear.orderId)).toMatchObject([{ amount_minor: 11_000, how: 'gift-card' }]);
    await payBack(dear.orderId);
    expect([await on(mine), await totalOf(dear)]).toEqual([11_000, before]);
    expect((await parcelsOf(dear)).at(-1)?.state).toBe('cancelled');
  }
});

test('of an exchange that a card paid a part of and nobody the rest, the part is on the card again; and of two units that one, which did not come', async () => {
  const of = await underPolicy(shop, takingAlso, async () => bought({ priceMinor: 60_000 }));
  const card = await aCard(4_000);
  const { returnId } = await exchange(of, 60_000);
  await pay(of, returnId, card);
  await applyExchange(shop, SYSTEM, { returnId });
  expect((await caseOf(returnId)).exchangeState).toBe('awaiting_payment');
  shop.at(new Date(shop.now().getTime() + 3_600_000));
  await lapseWhatIsNotPaid(shop);
  await lapseExchange(shop, SYSTEM, { returnId });
  await payBack(of.orderId);
  expect([await on(card), (await caseOf(returnId)).exchangeState]).toEqual([4_000, 'given_back']);

  const two = await bought({ priceMinor: 60_000, units: [2], stock: 2 });
  const both = await aCard(22_000);
  const asked = await exchange(two, 60_000, { quantity: 2 });
  await pay(two, asked.returnId, both);
  await applyExchange(shop, SYSTEM, asked);
  await takeBack(asked.returnId, ['restock_a', 'missing']);
  await payBack(two.orderId);
  expect(await on(both)).toBe(11_000);
});
