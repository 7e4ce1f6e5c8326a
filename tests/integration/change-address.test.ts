import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesOf } from '#db/queries/order-changes.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { AddressWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, level, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-domlur';
const THERE = 'del-saket';
const DELHI = '110017';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await shop.db
    .insertInto('postcode')
    .values({ country: 'IN', code: DELHI, lat: 28.524, lng: 77.206, city: 'New Delhi', state: 'Delhi' })
    .execute();
  await aNode(shop.db, HERE, { kind: 'warehouse' });
  await aNode(shop.db, THERE, { kind: 'warehouse', lat: 28.53, lng: 77.21 });
});
afterAll(() => shop.close());

type Ordered = { orderKey: string; orderId: string; mug: string };
async function anOrder(stockThere = 5): Promise<Ordered> {
  shop.at(MORNING);
  const mug = await aVariant(shop.db, { stock: { [HERE]: 2, [THERE]: stockThere } });
  const { cartKey, version } = await aCheckout(shop, [{ variantId: mug, quantity: 2 }]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  const orderId = shop.keys.open('order', orderKey) ?? '';
  await releaseOrder(shop, SYSTEM, { orderId });
  return { orderKey, orderId, mug };
}
const to = (postcode: string, line1 = '9 Other Street'): AddressWish => ({
  kind: 'address',
  name: 'Mira Sen',
  phone: '98450 12345',
  line1,
  line2: '',
  postcode
});
async function change({ orderKey }: Ordered, wish: AddressWish) {
  const { seal } = await readChange(shop, { orderKey, wish });
  return changeOrder(shop, shopper, { orderKey, wish, seal, key: shop.newId() });
}
const looks = async ({ orderId, mug }: Ordered) => {
  const { address, contact } = await shop.db
    .selectFrom('orders')
    .select(['address', 'contact'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  const [parcel] = (await trackedOrder(shop.db, orderId))!.parcels;
  const free = [await level(shop.db, mug, HERE), await level(shop.db, mug, THERE)].map(({ available }) => available);
  return { address, contact, from: parcel?.nodeId, state: parcel?.state, until: parcel?.promises.at(-1)?.deliverUntil, free };
};

test('another house at the same postcode: nothing moves but the address, and taken back it is as it was', async () => {
  const of = await anOrder();
  const before = await looks(of);
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish: to('560038') });
  expect(effect).toMatchObject({ kind: 'address', freed: [], taken: [], isUndoable: true, back: [], more: null });
  expect(effect.dates.map(({ was, is }) => was === is)).toEqual([true]);
  const { changeId } = await change(of, to('560038'));
  expect(await looks(of)).toMatchObject({
    ...before,
    address: { line1: '9 Other Street', postcode: '560038' },
    contact: { name: 'Mira Sen', phone: '98450 12345' }
  });
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await looks(of)).toEqual(before);
});

test('another town: the place that is nearer sends it, the days are told before, and both come back with Undo', async () => {
  const of = await anOrder();
  const before = await looks(of);
  expect(before).toMatchObject({ from: HERE, free: [0, 5] });
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish: to(DELHI) });
  expect(effect).toMatchObject({ freed: [{ units: 2, nodeId: HERE }], taken: [{ units: 2, nodeId: THERE }] });
  const { changeId } = await change(of, to(DELHI));
  const after = await looks(of);
  expect(after).toMatchObject({ from: THERE, state: 'allocated', free: [2, 3], address: { city: 'New Delhi', postcode: DELHI } });
  expect(new Date(after.until ?? 0).toISOString()).toBe(effect.dates[0]?.is);
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await looks(of)).toEqual({ ...before, state: 'allocated' });
  expect(await changesOf(shop.db, of.orderId)).toMatchObject([{ kind: 'address', state: 'undone', policy: { rule: 'address.states' } }]);
});

test('where only its own place has it that sends it, on the day that it takes from there', async () => {
  const of = await anOrder(0);
  await change(of, to(DELHI));
  expect(await looks(of)).toMatchObject({ from: HERE, state: 'released', free: [0, 0], address: { postcode: DELHI } });
});

test('what nobody knows, what was begun, and what would come otherwise by now is a clear no, and changes nothing', async () => {
  const of = await anOrder();
  expect(await outcomeOf(change(of, to('999999')))).toBe('unknown-postcode');
  const { seal } = await readChange(shop, { orderKey: of.orderKey, wish: to(DELHI) });
  await shop.db.updateTable('node').set({ status: 'down', down_reason: 'Flooded' }).where('id', '=', THERE).execute();
  const late = changeOrder(shop, shopper, { orderKey: of.orderKey, wish: to(DELHI), seal, key: shop.newId() });
  expect(await outcomeOf(late)).toBe('stale-version');
  expect(await looks(of)).toMatchObject({ from: HERE, address: { postcode: '560038' } });

  await shop.db.updateTable('node').set({ status: 'up', down_reason: '' }).where('id', '=', THERE).execute();
  const { changeId } = await change(of, to('560038'));
  const [parcel] = (await trackedOrder(shop.db, of.orderId))!.parcels;
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('id', '=', parcel!.id).execute();
  expect(await outcomeOf(undoChange(shop, shopper, { orderKey: of.orderKey, changeId }))).toBe('not-allowed');
  expect(await outcomeOf(change(of, to('560038', '1 Third Street')))).toBe('already-begun');
});

test('of two who send it elsewhere at once one wins', async () => {
  const of = await anOrder();
  const { seal } = await readChange(shop, { orderKey: of.orderKey, wish: to(DELHI) });
  const both = [1, 2].map(async () =>
    outcomeOf(changeOrder(shop, shopper, { orderKey: of.orderKey, wish: to(DELHI), seal, key: shop.newId() }))
  );
  expect((await Promise.all(both)).toSorted()).toEqual(['done', 'stale-version']);
});
