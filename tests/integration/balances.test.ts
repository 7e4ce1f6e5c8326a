import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { paidPartsOf } from '#db/queries/order-money.ts';
import { creditOfCustomer, creditOfOrder, entriesOf, findValueBySeal } from '#db/queries/stored-values.ts';
import { inTransaction } from '#db/transaction.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { orderStream } from '#lib/commerce/orders/order-stream.ts';
import { placeOrder, type PlaceOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { issueGiftCard } from '#lib/commerce/payments/issue-gift-card.server.ts';
import { oweBack, type Owing } from '#lib/commerce/payments/owe-back.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { readCredit } from '#lib/commerce/payments/read-credit.server.ts';
import { payWithBalance } from '#lib/commerce/payments/pay-with-balance.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { creditCode, sealedCode, shownCode } from '#lib/commerce/payments/stored-value.ts';
import { readBalances } from '#lib/commerce/payments/read-balances.server.ts';
import { payByCode } from '#lib/server/pay-by-code.ts';
import { cartView } from '#db/queries/carts.ts';
import { takeOutBalance } from '#lib/commerce/payments/take-out-balance.server.ts';
import { SYSTEM, type Actor } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCustomer } from '../support/customers.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
/** Two units and bringing them. */
const TOTAL = 2 * 49_000 + 4900;

let shop: TestShop;
let variantId: string;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  variantId = await aVariant(shop.db, { stock: { [HERE]: 200 } });
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

const aCard = async (amountMinor: number, expiresAt: Date | null = null) =>
  (await issueGiftCard(shop, SYSTEM, { amountMinor, currency: 'INR', expiresAt })).code;
const cardOf = async (code: string) => (await findValueBySeal(shop.db, sealedCode(shop.keys.seal, code).codeSeal))!;
const on = async (code: string) => (await cardOf(code)).balanceMinor;
const entries = async (id: string) => (await entriesOf(shop.db, id, 20)).map(({ kind, deltaMinor }) => [kind, deltaMinor]);

async function aBasket(codes: string[], actor: Actor = shopper) {
  const lines = [{ variantId, quantity: 2 }];
  const cart = await aCheckout(shop, lines, aPlan(lines));
  for (const typed of codes) {
    // oxlint-disable-next-line no-await-in-loop -- in this order
    await payWithBalance(shop, actor, { cartKey: cart.cartKey, typed });
  }
  return cart;
}
type Basket = Awaited<ReturnType<typeof aBasket>>;
const place = async ({ cartKey, version }: Basket, restMinor: number, more: Partial<PlaceOrder> & { actor?: Actor } = {}) => {
  const { actor = shopper, ...over } = more;
  return placeOrder(shop, actor, { cartKey, version, method: 'upi', restMinor, key: shop.newId(), ...over });
};
const paymentsOf = async (orderId: string) =>
  shop.db
    .selectFrom('payment')
    .select(['id', 'method', 'state', 'amount_minor', 'captured_minor', 'refunded_minor'])
    .where('order_id', '=', orderId)
    .orderBy('amount_minor')
    .execute();
const lifeOf = async (orderId: string) =>
  (await shop.db.selectFrom('orders').select('life').where('id', '=', orderId).executeTakeFirstOrThrow()).life;

async function owe(orderId: string, owing: Pick<Owing, 'cause' | 'reason' | 'parts'> & Partial<Owing>): Promise<void> {
  await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    record(...(await oweBack(tx, { orderId, actor: SYSTEM, stream, at, newId: shop.newId, ...owing })));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}
/** All that is owed, by a worker that does everything twice at once. */
async function sent(orderId: string): Promise<void> {
  const due = (await refundsOf(shop.db, orderId)).flatMap(({ id }) => [id, id]);
  await Promise.all(due.map(async (refundId) => payRefund(shop, SYSTEM, { refundId })));
}

test('a card pays a part at once, a bank the rest: the card has that much less, and the order is confirmed when the rest is there', async () => {
  const code = await aCard(40_000);
  const { orderId, orderKey } = await place(await aBasket([shownCode(code).toLowerCase()]), TOTAL - 40_000);
  expect(await on(code)).toBe(0);
  expect(await lifeOf(orderId)).toBe('placed');
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' })).toEqual({ outcome: 'captured' });
  expect(shop.bank.charges.at(-1)).toMatchObject({ amountMinor: TOTAL - 40_000 });
  expect(await lifeOf(orderId)).toBe('confirmed');
  expect(await paymentsOf(orderId)).toMatchObject([
    { method: 'gift_card', state: 'captured', captured_minor: 40_000 },
    { method: 'upi', state: 'captured', captured_minor: TOTAL - 40_000 }
  ]);
});

test('cards that cover all need nothing else: the order is confirmed at once and no bank is asked', async () => {
  const codes = [await aCard(TOTAL - 10_000), await aCard(30_000)];
  const { orderId, orderKey } = await place(await aBasket(codes), 0, { method: 'balance' });
  expect(await lifeOf(orderId)).toBe('confirmed');
  expect(await Promise.all(codes.map(on))).toEqual([0, 20_000]);
  expect(await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' })).toEqual({ outcome: 'captured' });
  expect(shop.bank.charges.some(({ key }) => key.includes(orderId))).toBe(false);
});

test('ten baskets pay with the same card at once: it is spent once, and the others are told that it covers less', async () => {
  const code = await aCard(TOTAL + 5000);
  const baskets = await Promise.all(Array.from({ length: 10 }, async () => aBasket([code])));
  const results = await Promise.allSettled(baskets.map(async (basket) => place(basket, 0, { method: 'balance' })));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const codes = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []));
  expect(new Set(codes)).toEqual(new Set(['balance-changed']));
  expect(await on(code)).toBe(5000);
  expect(await entries((await cardOf(code)).id)).toEqual([
    ['redeemed', -TOTAL],
    ['issued', TOTAL + 5000]
  ]);
});

test('the same order sent twice at once takes the money once', async () => {
  const code = await aCard(TOTAL * 3);
  const basket = await aBasket([code]);
  const orders = await Promise.all([1, 2, 3].map(async () => place(basket, 0, { method: 'balance', key: 'same' })));
  expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1);
  expect(await place(basket, 0, { method: 'balance', key: 'same' })).toEqual(orders[0]);
  expect(await on(code)).toBe(TOTAL * 2);
});

test('whoever saw another rest is told, and whoever has no money left to pay with cannot pay by balance', async () => {
  const code = await aCard(40_000);
  const basket = await aBasket([code]);
  await expect(place(basket, TOTAL)).rejects.toMatchObject({ code: 'balance-changed' });
  await expect(place(basket, TOTAL - 40_000, { method: 'balance' })).rejects.toMatchObject({ code: 'not-allowed' });
  await takeOutBalance(shop, shopper, { cartKey: basket.cartKey, valueId: (await cardOf(code)).id });
  await place(basket, TOTAL, { method: 'cash_on_delivery' });
  expect(await on(code)).toBe(40_000);
});

test('a no from the bank leaves the card taken and the rest to be tried again; not paid in time, the card has its money again, once', async () => {
  const code = await aCard(40_000);
  const { orderId, orderKey } = await place(await aBasket([code]), TOTAL - 40_000);
  await authorizePayment(shop, shopper, { orderKey, handle: 'no@mez' });
  await retryPayment(shop, shopper, { orderKey, method: 'card', key: 'again' });
  await authorizePayment(shop, shopper, { orderKey, handle: 'no' });
  expect(shop.bank.charges.at(-1)).toMatchObject({ amountMinor: TOTAL - 40_000 });
  expect(await on(code)).toBe(0);
  shop.at('2026-11-25T05:30:00Z');
  await Promise.all([1, 2].map(async () => cancelUnpaidOrder(shop, SYSTEM, { orderId })));
  await sent(orderId);
  expect(await lifeOf(orderId)).toBe('cancelled');
  expect(await on(code)).toBe(40_000);
  expect(await refundsOf(shop.db, orderId)).toMatchObject([{ reason: 'not-paid', how: 'gift-card', state: 'paid', amount_minor: 40_000 }]);
});

test('money back goes to the bank first and to the card after that, also to one that ran out, which may be spent again for a while', async () => {
  const code = await aCard(40_000, new Date('2026-11-25T05:10:00Z'));
  const { orderId, orderKey } = await place(await aBasket([code]), TOTAL - 40_000);
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' });
  shop.at('2026-11-25T05:20:00Z');
  await owe(orderId, { cause: 'return:1', reason: 'returned', parts: { goodsMinor: 98_000 } });
  await sent(orderId);
  expect(await refundsOf(shop.db, orderId)).toMatchObject([
    { how: 'bank', state: 'paid', amount_minor: TOTAL - 40_000 },
    { how: 'gift-card', state: 'paid', amount_minor: 98_000 - TOTAL + 40_000 }
  ]);
  expect(await cardOf(code)).toMatchObject({ balanceMinor: 98_000 - TOTAL + 40_000, expiresAt: new Date('2027-02-23T05:20:00Z') });
  expect(await paidPartsOf(shop.db, orderId)).toMatchObject([
    { method: 'gift_card', lastFour: code.slice(-4), back: [{ how: 'gift-card', state: 'paid' }] },
    { method: 'upi', lastFour: null, back: [{ how: 'bank', state: 'paid' }] }
  ]);
  await place(await aBasket([code]), TOTAL - (98_000 - TOTAL + 40_000));
});

test('as store credit a guest has a code for it, with what is given on top, once; and pays with it', async () => {
  const { orderId, orderKey } = await place(await aBasket([]), TOTAL);
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' });
  const owing = { reason: 'returned' as const, to: 'store-credit' as const, bonusMinor: 2500 };
  await owe(orderId, { ...owing, cause: 'return:1', parts: { goodsMinor: 49_000 } });
  await owe(orderId, { ...owing, cause: 'return:2', parts: { goodsMinor: 49_000, feeMinor: 9000 } });
  await sent(orderId);
  const credit = (await creditOfOrder(shop.db, orderId))!;
  expect(credit.balanceMinor).toBe(49_000 + 2500 + 40_000 + 2500);
  const code = creditCode(shop.keys.seal, orderId);
  expect(credit.lastFour).toBe(code.slice(-4));
  expect(await readCredit(shop, shopper, { id: orderId, currency: 'INR' })).toEqual({
    lastFour: code.slice(-4),
    balanceMinor: credit.balanceMinor,
    getsCode: 'by-mail'
  });
  expect(shop.bank.refunds.some(({ key }) => key.includes(orderId))).toBe(false);
  expect((await paymentsOf(orderId))[0]).toMatchObject({ state: 'partially_refunded', refunded_minor: 89_000 });
  const next = await place(await aBasket([code]), TOTAL - credit.balanceMinor);
  await authorizePayment(shop, shopper, { orderKey: next.orderKey, handle: 'ok@mez' });
  expect(await on(code)).toBe(0);
  // What was paid by credit goes back on it.
  await owe(next.orderId, { cause: 'goodwill:all', reason: 'goodwill', parts: { goodwillMinor: TOTAL } });
  await sent(next.orderId);
  expect(await on(code)).toBe(credit.balanceMinor);
});

test('that of an account pays for that account’s baskets alone', async () => {
  const [rhea, other] = [await aCustomer(shop), await aCustomer(shop)];
  const { orderId, orderKey } = await place(await aBasket([]), TOTAL, { actor: rhea });
  await authorizePayment(shop, rhea, { orderKey, handle: 'ok@mez' });
  await owe(orderId, { cause: 'return:1', reason: 'returned', to: 'store-credit', parts: { goodsMinor: 49_000 } });
  await sent(orderId);
  expect(await creditOfOrder(shop.db, orderId)).toBeUndefined();
  const credit = (await creditOfCustomer(shop.db, rhea.customerId, 'INR'))!;
  // Whoever has the link sees that it is there; how much is on it is for its owner.
  const seen = await Promise.all([rhea, other, shopper].map(async (actor) => readCredit(shop, actor, { id: orderId, currency: 'INR' })));
  expect(seen).toEqual([49_000, null, null].map((balanceMinor) => ({ lastFour: null, balanceMinor, getsCode: null })));
  expect(credit).toMatchObject({ balanceMinor: 49_000, lastFour: null });
  for (const actor of [other, shopper, asha]) {
    const { cartKey } = await aBasket([]);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(payWithBalance(shop, actor, { cartKey, credit: true })).rejects.toMatchObject({ code: 'balance-wrong' });
  }
  const basket = await aBasket([]);
  await payWithBalance(shop, rhea, { cartKey: basket.cartKey, credit: true });
  await payWithBalance(shop, rhea, { cartKey: basket.cartKey, credit: true });
  await place(basket, TOTAL - 49_000, { actor: rhea });
  expect(await creditOfCustomer(shop.db, rhea.customerId, 'INR')).toMatchObject({ balanceMinor: 0 });
});

test('what is unknown, empty, blocked, over or no code at all is told alike; a fourth card is too many; only who may gives cards away', async () => {
  const [empty, blocked, over] = [await aCard(100), await aCard(100), await aCard(100, new Date('2026-11-25T04:00:00Z'))];
  await shop.db
    .updateTable('stored_value')
    .set({ state: 'blocked' })
    .where('id', '=', (await cardOf(blocked)).id)
    .execute();
  await place(await aBasket([empty]), TOTAL - 100);
  const { cartKey } = await aBasket([]);
  const wrong = ['', 'x', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ', empty, blocked, over, 'é'.repeat(500)];
  for (const typed of wrong) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(payWithBalance(shop, shopper, { cartKey, typed })).rejects.toMatchObject({ code: 'balance-wrong' });
  }
  const four = await Promise.all([1, 2, 3, 4].map(async (n) => aCard(n)));
  await expect(aBasket(four)).rejects.toMatchObject({ code: 'balances-full' });
  await expect(issueGiftCard(shop, asha, { amountMinor: 1, currency: 'INR' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(shop.db.updateTable('stored_value_entry').set({ delta_minor: 1 }).execute()).rejects.toThrow('only grows');
});

test('the page of the payment tells what each pays and what is left; wrong codes are counted, right ones are not', async () => {
  const codes = [await aCard(40_000), await aCard(TOTAL), await aCard(5)];
  const basket = await aBasket(codes);
  const view = async () => readBalances(shop, (await cartView(shop.db, basket.cartId))!);
  expect(await view()).toMatchObject({
    balances: [{ amountMinor: 40_000, lastFour: codes[0]!.slice(-4) }, { amountMinor: TOTAL - 40_000 }, { amountMinor: 0 }],
    restMinor: 0
  });
  await takeOutBalance(shop, shopper, { cartKey: basket.cartKey, valueId: (await cardOf(codes[1]!)).id });
  expect(await view()).toMatchObject({ restMinor: TOTAL - 40_005 });
  const { cartKey } = await aBasket([]);
  const tryCode = async (typed: string) => payByCode(shop, shopper, { cartKey, typed, address: '192.0.2.7' });
  for (let time = 0; time < 12; time += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await tryCode(codes[0]!);
  }
  for (let time = 0; time < 10; time += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await expect(tryCode('ZZZZ-ZZZZ-ZZZZ-ZZZZ')).rejects.toMatchObject({ code: 'balance-wrong' });
  }
  await expect(tryCode(codes[1]!)).rejects.toMatchObject({ code: 'too-many-requests' });
});
