import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusedRefunds } from '#db/queries/refused-refunds.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { payBackByHand } from '#lib/commerce/payments/pay-back-by-hand.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { redirectRefund } from '#lib/commerce/payments/redirect-refund.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { sendWhatIsOwed } from '#realtime/given-up.ts';
import { changedOrders, HERE, type Ordered } from '../support/changed-orders.ts';
import { aNode, asha, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';

let shop: TestShop;
let manager: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  manager = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());

const { anOrder, cancelOf, change, payment, refunds } = changedOrders(() => shop);

type Refused = Ordered & { refundId: string; changeId: string };

/** An order of which one mug was called off, and whose bank does not take its money back. */
async function refused(): Promise<Refused> {
  const of = await anOrder();
  const { changeId } = await change(of, await cancelOf(of, of.mug, 1));
  const [{ id: refundId } = { id: '' }] = await refunds(of);
  shop.bank.saysToRefunds.push('bank-said-no');
  await payRefund(shop, SYSTEM, { refundId });
  return { ...of, refundId, changeId };
}
const callsFor = ({ refundId }: Refused) => shop.bank.refunds.filter(({ key }) => key.startsWith(`refund:${refundId}`)).length;
const listed = async ({ orderId }: Refused) => (await refusedRefunds(shop.db, 99)).filter((one) => one.orderId === orderId);
const told = async ({ orderId }: Refused) => {
  const rows = await shop.db
    .selectFrom('event')
    .select(['type', 'data'])
    .where('topic', '=', `order:${orderId}`)
    .orderBy('version')
    .execute();
  return rows.filter(({ type }) => type.startsWith('refund.') || type.startsWith('payment.refund'));
};
const redirect = async ({ refundId }: Refused, how: 'bank' | 'by-hand' | 'store-credit', by = manager) =>
  redirectRefund(shop, by, { refundId, how });

test('a no of a bank to money that goes back is written down once, shown to both sides, and not asked again by itself', async () => {
  const of = await refused();
  expect(await listed(of)).toMatchObject([{ id: of.refundId, amountMinor: 49_000, reason: 'bank-said-no', method: 'upi' }]);
  expect(await refunds(of)).toMatchObject([{ state: 'due', how: 'bank' }]);
  expect((await trackedOrder(shop.db, of.orderId))?.refunds).toMatchObject([{ isRefused: true }]);
  await payRefund(shop, SYSTEM, { refundId: of.refundId });
  shop.at(new Date(shop.now().getTime() + 3 * 3_600_000));
  await sendWhatIsOwed(shop);
  expect(callsFor(of)).toBe(1);
  expect(shop.faults).toEqual([]);
  expect((await told(of)).map(({ type }) => type)).toEqual(['refund.owed', 'refund.refused']);
  // The change that it is of cannot be taken back any more: its money was on the way.
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId: of.changeId }))).not.toBe('done');
});

test('asked again by one of us, the bank gives it, under a key of its own', async () => {
  const of = await refused();
  await redirect(of, 'bank');
  await payRefund(shop, SYSTEM, { refundId: of.refundId });
  expect(await refunds(of)).toMatchObject([{ state: 'paid', how: 'bank' }]);
  expect(callsFor(of)).toBe(2);
  expect(await payment(of)).toMatchObject({ refunded_minor: 49_000 });
  expect(await listed(of)).toEqual([]);
});

test('a bank that says no again is laid before the office again', async () => {
  const of = await refused();
  await redirect(of, 'bank');
  shop.bank.saysToRefunds.push('bank-said-no');
  await payRefund(shop, SYSTEM, { refundId: of.refundId });
  expect(await listed(of)).toHaveLength(1);
  await redirect(of, 'bank');
  await payRefund(shop, SYSTEM, { refundId: of.refundId });
  expect([callsFor(of), (await refunds(of))[0]?.state]).toEqual([3, 'paid']);
});

test('instead it is given by hand, against a receipt, once', async () => {
  const of = await refused();
  await redirect(of, 'by-hand');
  expect(await listed(of)).toEqual([]);
  await payRefund(shop, SYSTEM, { refundId: of.refundId });
  expect(await refunds(of)).toMatchObject([{ state: 'due', how: 'by-hand' }]);
  await payBackByHand(shop, manager, { refundId: of.refundId });
  await payBackByHand(shop, manager, { refundId: of.refundId });
  expect(await payment(of)).toMatchObject({ refunded_minor: 49_000 });
});

test('what was to be given by hand may still become credit, or be asked for at the bank, until it is given', async () => {
  const [credited, asked] = [await refused(), await refused()];
  await redirect(credited, 'by-hand');
  await redirect(asked, 'by-hand');
  await redirectRefund(shop, shopper, { orderKey: credited.orderKey, refundId: credited.refundId, how: 'store-credit' });
  expect(await outcomeOf(payBackByHand(shop, manager, { refundId: credited.refundId }))).toBe('not-found');
  await redirect(asked, 'bank');
  for (const { refundId } of [credited, asked]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await payRefund(shop, SYSTEM, { refundId });
  }
  expect([...(await refunds(credited)), ...(await refunds(asked))]).toMatchObject([
    { how: 'store-credit', state: 'paid' },
    { how: 'bank', state: 'paid' }
  ]);
});

test('or it becomes store credit: its shopper may choose that alone', async () => {
  const of = await refused();
  expect(await outcomeOf(redirectRefund(shop, shopper, { orderKey: of.orderKey, refundId: of.refundId, how: 'store-credit' }))).toBe(
    'done'
  );
  expect(await outcomeOf(redirectRefund(shop, shopper, { orderKey: of.orderKey, refundId: of.refundId, how: 'store-credit' }))).toBe(
    'done'
  );
  await payRefund(shop, SYSTEM, { refundId: of.refundId });
  expect((await told(of)).filter(({ type }) => type === 'refund.redirected')).toHaveLength(1);
  expect(await refunds(of)).toMatchObject([{ state: 'paid', how: 'store-credit' }]);
  const { rows } = await shop.db
    .selectFrom('stored_value')
    .select('balance_minor')
    .where('order_id', '=', of.orderId)
    .execute()
    .then((found) => ({ rows: found }));
  expect(rows).toEqual([{ balance_minor: 49_000 }]);
  expect((await told(of)).at(-2)).toMatchObject({ type: 'refund.redirected', data: { how: 'store-credit' } });
});

test('only what a bank refused is sent another way: by whom it is theirs, and of two at once by one', async () => {
  const of = await refused();
  const other = await refused();
  const ofShopper = { refundId: of.refundId, how: 'store-credit' as const };
  expect(await outcomeOf(redirectRefund(shop, shopper, ofShopper))).toBe('forbidden');
  expect(await outcomeOf(redirectRefund(shop, shopper, { ...ofShopper, orderKey: other.orderKey }))).toBe('not-found');
  expect(await outcomeOf(redirectRefund(shop, shopper, { ...ofShopper, orderKey: of.orderKey, how: 'by-hand' }))).toBe('forbidden');
  expect(await outcomeOf(redirectRefund(shop, asha, ofShopper))).toBe('forbidden');
  const both = await Promise.all([outcomeOf(redirect(of, 'bank')), outcomeOf(redirect(of, 'store-credit'))]);
  expect(both.toSorted()).toEqual(['done', 'not-allowed']);
  const fresh = await anOrder();
  await change(fresh, await cancelOf(fresh, fresh.mug, 1));
  const [due] = await refunds(fresh);
  expect(await outcomeOf(redirectRefund(shop, manager, { refundId: due!.id, how: 'by-hand' }))).toBe('not-allowed');
});
