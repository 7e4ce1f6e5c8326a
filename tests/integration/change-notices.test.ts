import { afterAll, beforeAll, expect, test } from 'vitest';
import { noticesOfOrder } from '#db/queries/inbox.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { answersTo } from '#lib/commerce/notices/inbox.ts';
import { tellShopper } from '#lib/commerce/notices/tell-shopper.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterAll(() => shop.close());

async function anOrder() {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 5 } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 2 }]);
  const { orderKey, orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez', key: shop.newId() });
  return { orderKey, orderId };
}
type Ordered = Awaited<ReturnType<typeof anOrder>>;
async function change({ orderKey }: Ordered, wish: ChangeWish) {
  const { seal } = await readChange(shop, { orderKey, wish });
  return changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
}
/** Runs what follows of telling from all that happened to an order, each job twice. */
async function tellAll({ orderId }: Ordered) {
  const topic = `order:${orderId}`;
  const rows = await shop.db
    .selectFrom('event')
    .select(['type', 'version', 'data'])
    .where('topic', '=', topic)
    .orderBy('version')
    .execute();
  const events = rows.map(({ data, ...row }) => ({ ...(data as object), ...row, topic }) as unknown as CommerceEvent);
  for (const job of events.flatMap(jobsOf)) {
    if (job.queue !== 'tell-shopper') continue;
    await tellShopper(shop, SYSTEM, job.data);
    await tellShopper(shop, SYSTEM, job.data);
  }
}
const mailsOf = async ({ orderId }: Ordered) =>
  shop.db.selectFrom('mail').select(['subject', 'text']).where('order_id', '=', orderId).execute();

test('whoever cancels is told once: what, what money does, and how it is taken back while that lasts', async () => {
  const of = await anOrder();
  const { changeId } = await change(of, { kind: 'cancel', reason: 'other', units: null });
  await tellAll(of);
  const [notice, ...none] = await noticesOfOrder(shop.db, of.orderId);
  expect(none).toEqual([]);
  expect(notice).toMatchObject({ kind: 'change', title: expect.stringMatching(/^Cancelled: 2 × /), readAt: null });
  expect(notice?.words).toBe(
    '₹1,029 goes back the way it was paid. Nothing comes on Sat 28 Nov any more. Nothing of the order is left. ' +
      'Until 10:40 am you can take it back on the page of your order.'
  );
  expect(notice && answersTo(notice, '/orders/k')).toEqual([{ href: '/orders/k#changes', label: 'Undo it, until 10:40 am' }]);
  const [mail, ...noMore] = await mailsOf(of);
  expect(noMore).toEqual([]);
  expect(mail?.subject).toMatch(/^Cancelled: 2 × /);
  expect(mail?.text).toContain(`${shop.origin}/orders/${of.orderKey}`);

  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  await tellAll(of);
  const after = await noticesOfOrder(shop.db, of.orderId);
  expect(after.map((one) => answersTo(one, '/orders/k'))).toEqual([[]]);
});

test('a note is told to nobody; another address is one notice, with its day and without the address', async () => {
  const of = await anOrder();
  await change(of, { kind: 'note', note: 'Ring twice.' });
  await tellAll(of);
  expect(await noticesOfOrder(shop.db, of.orderId)).toEqual([]);
  const to = { name: 'Rhea', phone: '98450 12345', line1: '7 Other Street', line2: '', postcode: '560038' };
  await change(of, { kind: 'address', ...to });
  await tellAll(of);
  const told = await noticesOfOrder(shop.db, of.orderId);
  expect(told.map(({ kind, title }) => [kind, title])).toEqual([['change', 'Sent elsewhere']]);
  expect(JSON.stringify([told, await mailsOf(of)])).not.toContain('Other Street');
});
