import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { findValueBySeal } from '#db/queries/stored-values.ts';
import { unprovenOf } from '#db/queries/unproven-returns.ts';
import { inTransaction } from '#db/transaction.ts';
import { orderStream } from '#lib/commerce/orders/order-stream.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { issueGiftCard } from '#lib/commerce/payments/issue-gift-card.server.ts';
import { oweBack, type Owing } from '#lib/commerce/payments/owe-back.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { payWithBalance } from '#lib/commerce/payments/pay-with-balance.server.ts';
import { creditCode, sealedCode } from '#lib/commerce/payments/stored-value.ts';
import { findPurchase } from '#lib/commerce/returns/find-purchase.server.ts';
import { takeBackUnproven } from '#lib/commerce/returns/take-back-unproven.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { bringIn, fileOf, takenOut } from '../support/state-files.ts';

const HERE = 'blr-domlur';
const TOTAL = 2 * 49_000 + 4900;
const AT = '2026-11-01T10:00:00+05:30';

let shop: TestShop;
let other: TestShop;
let variantId: string;
beforeAll(async () => {
  [shop, other] = [await openShop(), await openShop()];
  await thePostcode(shop.db);
  await thePostcode(other.db);
  await aNode(shop.db, HERE);
  variantId = await aVariant(shop.db, { stock: { [HERE]: 20 } });
});
afterAll(async () => {
  await shop.close();
  await other.close();
});

const balanceOf = async (where: TestShop, code: string) =>
  (await findValueBySeal(where.db, sealedCode(where.keys.seal, code).codeSeal))?.balanceMinor;

async function paidWith(code: string, restMinor: number): Promise<string> {
  const lines = [{ variantId, quantity: 2 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  await payWithBalance(shop, shopper, { cartKey, typed: code });
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', restMinor, key: shop.newId() });
  if (restMinor > 0) await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  return orderId;
}

async function givenBack(orderId: string, owing: Partial<Owing>): Promise<void> {
  await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId))!;
    const [stream, at] = [orderStream(order), shop.now()];
    const owed = { orderId, cause: 'goodwill:1', reason: 'goodwill' as const, parts: { goodwillMinor: 3000 } };
    record(...(await oweBack(tx, { ...owed, actor: SYSTEM, stream, at, newId: shop.newId, ...owing })));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
  for (const { id } of await shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).execute())
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await payRefund(shop, SYSTEM, { refundId: id });
}

test('cards, credit and what was paid with them go into an empty shop and come out again byte for byte', async () => {
  const { code } = await issueGiftCard(shop, SYSTEM, { amountMinor: TOTAL + 5000, currency: 'INR' });
  const { code: small } = await issueGiftCard(shop, SYSTEM, {
    amountMinor: 5000,
    currency: 'INR',
    expiresAt: new Date('2027-11-01T00:00:00Z')
  });
  await givenBack(await paidWith(code, 0), {});
  await givenBack(await paidWith(small, TOTAL - 5000), { parts: { goodwillMinor: 20_000 }, to: 'store-credit', bonusMinor: 500 });

  const out = await takenOut(shop);
  expect(out).not.toContain(code);
  const report = await bringIn(other, out);
  expect(report.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect((await takenOut(other)).split('\n')).toEqual(out.split('\n'));
  expect(await balanceOf(other, code)).toBe(8000);
  expect((await bringIn(other, out)).changed).toBe(0);
});

const card = (source: string, over: object = {}) => ({
  type: 'gift_card',
  source,
  external_id: 'g',
  code: `ABCD-EFGH-JKMN-${source}`,
  balance: '50.00',
  issued_at: AT,
  ...over
});

test('a card of another system keeps its code and its balance, and pays here', async () => {
  expect((await bringIn(shop, fileOf(card('PQR1', { balance: TOTAL })))).errors).toBe(0);
  const code = 'ABCDEFGHJKMNPQR1';
  expect(await balanceOf(shop, code)).toBe(TOTAL);
  await paidWith(code, 0);
  expect(await balanceOf(shop, code)).toBe(0);
  // The file is of before: the shop knows better, and says so.
  const again = await bringIn(shop, fileOf(card('PQR1', { balance: TOTAL, state: 'blocked' })));
  expect(again.issues.map(({ code: what, pointer }) => `${what} ${pointer}`).toSorted()).toEqual(['conflict /balance', 'conflict /state']);
  expect(await takenOut(shop)).not.toContain(code);
});

test('a balance that another system used meanwhile is corrected by an entry', async () => {
  await bringIn(shop, fileOf(card('PQR2')));
  expect((await bringIn(shop, fileOf(card('PQR2', { balance: 1200 })))).errors).toBe(0);
  expect(await balanceOf(shop, 'ABCDEFGHJKMNPQR2')).toBe(1200);
});

test('what does not add up is refused where it stands', async () => {
  const wrong = async (over: object) =>
    (await bringIn(shop, fileOf(card('PQR3', over)))).issues.map(({ code, pointer }) => `${code} ${pointer}`);
  expect(await wrong({ code: undefined })).toEqual(['bad_value /code']);
  expect(await wrong({ entries: [{ kind: 'redeemed', delta: -1, at: AT }] })).toEqual(['too_much_money /entries/0/delta']);
  expect(await wrong({ entries: [{ kind: 'redeemed', delta: 5000, at: AT }] })).toEqual(['bad_value /entries/0/delta']);
  const twice = await bringIn(shop, fileOf(card('PQR3'), card('PQR3', { external_id: 'h' })));
  expect(twice.issues.map(({ code }) => code)).toEqual(['duplicate', 'duplicate']);
});

test('a payment from a card that no card knows of is refused', async () => {
  const source = 'owed';
  const report = await bringIn(
    shop,
    fileOf(
      { type: 'product', source, external_id: 'p', title: 'Bottle' },
      { type: 'variant', source, external_id: 'v', product: 'p' },
      { type: 'order', source, external_id: 'o', placed_at: AT, lines: [{ variant: 'v', quantity: 1, unit_price: 1000 }] },
      {
        type: 'payment',
        source,
        external_id: 'y',
        order: 'o',
        method: 'gift_card',
        amount: 1000,
        at: AT,
        transactions: [{ kind: 'charge', amount: 1000, at: AT }]
      }
    )
  );
  expect(report.issues.map(({ line, code, pointer }) => `${line} ${code} ${pointer}`)).toEqual(['5 wrong_total /method']);
});

test('what was given for a thing whose purchase nobody found comes over, and pays there by its code', async () => {
  const [associate, manager] = [await aPerson(shop, 'associate', HERE), await aPerson(shop, 'manager', HERE)];
  const { searchId } = await findPurchase(shop, associate, { way: 'phone', typed: '9700000000', device: 'Till 2' });
  await takeBackUnproven(shop, associate, { searchId, variantId, disposition: 'scrap', manager });
  const { id, amountMinor } = (await unprovenOf(shop.db, searchId))!;
  const empty = await openShop();
  try {
    const out = await takenOut(shop);
    expect((await bringIn(empty, out)).issues).toEqual([]);
    expect(await takenOut(empty)).toBe(out);
    const seal = sealedCode(shop.keys.seal, creditCode(shop.keys.seal, id)).codeSeal;
    expect(await findValueBySeal(empty.db, seal)).toMatchObject({ kind: 'store_credit', balanceMinor: amountMinor, customerId: null });
  } finally {
    await empty.close();
  }
});
