import { afterAll, beforeAll, expect, test } from 'vitest';
import { noticesOfCustomer, noticesOfOrder } from '#db/queries/inbox.ts';
import { orderSnapshots } from '#db/queries/live-orders.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { readNotices } from '#lib/commerce/notices/read-notices.server.ts';
import { tellShopper } from '#lib/commerce/notices/tell-shopper.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { chooseForParcel } from '#lib/commerce/parcel-choice/choose-for-parcel.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { roomsOf } from '#realtime/rooms.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCustomer } from '../support/customers.ts';
import { aNode, aPlan, asha, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { anOrderToTellOf, aToldOrder } from '../support/told.ts';

const HERE = 'blr-domlur';
const FAR = 'del-far';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
});
afterAll(() => shop.close());

const read = async (orderKey: string, upTo = shop.now()) => readNotices(shop, shopper, { orderKey, upTo });
const versionOf = async (orderId: string) => (await orderSnapshots(shop.db, [orderId]))[0]!.version;

test('a question stands in the inbox once, is answered from there as long as it is open, and makes the open page look again', async () => {
  const order = await anOrderToTellOf(shop, HERE);
  const before = await versionOf(order.orderId);
  for (let run = 0; run < 3; run += 1) await tellShopper(shop, SYSTEM, { orderId: order.orderId, version: order.version });
  expect(await versionOf(order.orderId)).toBe(before + 1);
  const told = await shop.db.selectFrom('event').select('data').where('type', '=', 'notice.told').execute();
  expect(told).toEqual([{ data: { noticeId: expect.any(String), orderId: order.orderId } }]);
  expect(roomsOf([{ type: 'notice.told', topic: 'notice:n', version: 1, noticeId: 'n', orderId: order.orderId }])).toEqual([
    `order:${order.orderId}`
  ]);
  const [notice, ...none] = await noticesOfOrder(shop.db, order.orderId);
  expect(none).toEqual([]);
  expect(notice).toMatchObject({ kind: 'choice', isAsked: true, readAt: null, reason: 'not-found', fulfilmentOrderId: order.parcelId });

  await chooseForParcel(shop, shopper, { orderKey: order.orderKey, fulfilmentOrderId: order.parcelId, way: 'refund' });
  expect(await noticesOfOrder(shop.db, order.orderId)).toMatchObject([{ isAsked: false }]);
});

test('a day that moved says both days and why', async () => {
  const variantId = await aVariant(shop.db, { stock: { [HERE]: 1, [FAR]: 1 } });
  const window = { deliverFrom: '2026-11-26T04:30:00.000Z', deliverUntil: '2026-11-26T14:30:00.000Z' };
  const { cartKey, version } = await aCheckout(shop, [{ variantId, quantity: 1 }], aPlan([{ variantId, quantity: 1 }], window));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const { id } = await shop.db.selectFrom('fulfilment_order').select('id').where('order_id', '=', orderId).executeTakeFirstOrThrow();
  await rejectParcel(shop, { ...asha, nodeId: HERE }, { fulfilmentOrderId: id, reason: 'no-capacity', missing: [] });
  const revised = await shop.db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `order:${orderId}`)
    .where('type', '=', 'promise.revised')
    .executeTakeFirstOrThrow();
  await tellShopper(shop, SYSTEM, { orderId, version: revised.version });
  const [notice] = await noticesOfOrder(shop.db, orderId);
  expect(notice).toMatchObject({ kind: 'promise', reason: 'no-capacity', mayChange: true });
  expect(Date.parse(notice!.was!.until)).toBe(Date.parse(window.deliverUntil));
  expect(Date.parse(notice!.now!.until)).toBeGreaterThan(Date.parse(window.deliverUntil));
});

test('read is read once, up to what was seen; what comes later is new again', async () => {
  const customer = await aCustomer(shop);
  const [first, second] = [await aToldOrder(shop, HERE, customer.customerId), await aToldOrder(shop, HERE, customer.customerId)];
  const foreign = await aToldOrder(shop, HERE, (await aCustomer(shop)).customerId);
  await read(first.orderKey, new Date(shop.now().getTime() - 1));
  expect(await noticesOfOrder(shop.db, first.orderId)).toMatchObject([{ readAt: null }]);
  await read(first.orderKey);
  expect(await noticesOfOrder(shop.db, first.orderId)).toMatchObject([{ readAt: shop.now() }]);
  const whose = async () => noticesOfCustomer(shop.db, customer.customerId, { limit: 10 });
  expect((await whose()).map(({ orderId, readAt }) => [orderId, readAt !== null])).toEqual([
    [second.orderId, false],
    [first.orderId, true]
  ]);
  await readNotices(shop, customer, { upTo: shop.now() });
  expect((await whose()).every(({ readAt }) => readAt !== null)).toBe(true);
  expect(await noticesOfOrder(shop.db, foreign.orderId)).toMatchObject([{ readAt: null }]);
  expect(await noticesOfCustomer(shop.db, customer.customerId, { before: shop.now(), limit: 10 })).toEqual([]);
});

test('nobody marks as read what they cannot open', async () => {
  await expect(read('A'.repeat(43))).rejects.toMatchObject({ code: 'not-found' });
  await expect(readNotices(shop, shopper, { upTo: shop.now() })).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(readNotices(shop, asha, { upTo: shop.now() })).rejects.toMatchObject({ code: 'not-allowed' });
});
