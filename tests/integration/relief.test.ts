import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackedOrder } from '#db/queries/tracking.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { relieveParcel } from '#lib/commerce/fulfilment/relieve-parcel.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { relieveFullPlaces } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, asha, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const NEAR = 'blr-near';

let shop: TestShop;
let variantId: string;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, NEAR);
  await capacity(HERE, 2);
  variantId = await aVariant(shop.db, { stock: { [HERE]: 40, [NEAR]: 40 } });
});
afterAll(() => shop.close());

const capacity = async (id: string, perDay: number) =>
  shop.db.updateTable('node').set({ capacity_per_day: perDay }).where('id', '=', id).execute();
const TRANSIT = { transit: { unit: 'day', p50: 1, p90: 2 } };

/** An order whose one parcel waits at HERE, promised until that day of December. */
async function waiting(until: number, thing = variantId, method: 'ship' | 'pickup' = 'ship') {
  const lines = [{ variantId: thing, quantity: 1 }];
  const deliverUntil = `2026-12-${String(until).padStart(2, '0')}T14:30:00.000Z`;
  const more = method === 'ship' ? {} : { method, service: 'pickup' as const, costMinor: 0 };
  const wanted = method === 'ship' ? lines : lines.map((line) => ({ ...line, pickupNodeId: HERE }));
  const { cartKey, version } = await aCheckout(shop, wanted, aPlan(lines, { inputs: TRANSIT, deliverUntil, ...more }));
  const pay = method === 'ship' ? 'cash_on_delivery' : 'pay_in_store';
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: pay, key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  return orderId;
}
const parcelOf = async (orderId: string) => (await trackedOrder(shop.db, orderId))!.parcels[0]!;
const placesOf = async (orders: string[]) => Promise.all(orders.map(async (orderId) => (await parcelOf(orderId)).nodeId));

test('a place with more than two days of work keeps one day’s: what has the most time goes, what is to be collected and in hand stays', async () => {
  const orders = [await waiting(20), await waiting(9), await waiting(24, variantId, 'pickup')];
  const lonely = await waiting(28, await aVariant(shop.db, { stock: { [HERE]: 1 } }));
  await relieveFullPlaces(shop);
  expect(await placesOf([...orders, lonely])).toEqual([HERE, HERE, HERE, HERE]);
  orders.push(await waiting(15), await waiting(26));
  await relieveFullPlaces(shop);
  await relieveFullPlaces(shop);
  // Six waited and two are done in a day: four too many. Of five to be sent one lies nowhere else.
  expect(await placesOf([...orders, lonely])).toEqual([NEAR, NEAR, HERE, NEAR, NEAR, HERE]);
  expect(await level(shop.db, variantId, NEAR)).toMatchObject({ allocated: 4 });
  const [moved] = (await trackedOrder(shop.db, orders[0]!))!.parcels;
  expect(moved).toMatchObject({ state: 'allocated', promises: [{ reason: 'placed' }, { reason: 'no-capacity' }] });
  expect(moved!.promises[1]!.deliverUntil < moved!.promises[0]!.deliverUntil).toBe(true);
});

test('none goes back to a place that gave it away or said no, and none where its day would be later', async () => {
  const orderId = await waiting(27);
  const { id } = await parcelOf(orderId);
  await rejectParcel(shop, { ...asha, nodeId: HERE }, { fulfilmentOrderId: id, reason: 'no-capacity', missing: [] });
  expect((await parcelOf(orderId)).nodeId).toBe(NEAR);
  await capacity(NEAR, 1);
  await relieveFullPlaces(shop);
  expect((await parcelOf(orderId)).nodeId).toBe(NEAR);
  await capacity(NEAR, 500);

  await aNode(shop.db, 'del-far', { lat: 28.6, lng: 77.2 });
  const thing = await aVariant(shop.db, { stock: { [HERE]: 4, 'del-far': 4 } });
  const soon = [await waiting(20, thing), await waiting(20, thing), await waiting(20, thing)];
  await shop.db
    .updateTable('promise')
    .set({ deliver_until: '2026-11-27T04:30:00Z', deliver_from: '2026-11-27T04:30:00Z' })
    .where('order_id', 'in', soon)
    .execute();
  await relieveFullPlaces(shop);
  expect(await placesOf(soon)).toEqual([HERE, HERE, HERE]);
});

test('two brooms at once move a parcel once, and one who begins with it keeps it', async () => {
  const orders = [await waiting(20), await waiting(21), await waiting(22), await waiting(23)];
  await Promise.all([relieveFullPlaces(shop), relieveFullPlaces(shop)]);
  const moved = await shop.db.selectFrom('fulfilment_order').select('moves').where('order_id', 'in', orders).execute();
  expect(moved.every(({ moves }) => moves <= 1)).toBe(true);
  expect((await placesOf(orders)).filter((place) => place === NEAR).length).toBeGreaterThan(0);

  const begun = await waiting(29);
  const { id } = await parcelOf(begun);
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('id', '=', id).execute();
  expect(await relieveParcel(shop, SYSTEM, { fulfilmentOrderId: id, nodeId: HERE })).toBe(false);
  expect((await parcelOf(begun)).nodeId).toBe(HERE);
});
