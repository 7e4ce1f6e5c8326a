import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { asha, aLevel, aVariant, level, setAside } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { everybody, outcomeOf } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());

const sell = (variantId: string, quantity: number, key = shop.newId()) =>
  sellInStore(shop, asha, { lines: [{ variantId, quantity }], payment: 'cash', key });
const refusal = { name: 'Refusal' };
const ordersOf = (variantId: string) => shop.db.selectFrom('order_line').selectAll().where('variant_id', '=', variantId).execute();

test('a sale takes the goods from the shelf and stands in the order store, paid, handed over and done', async () => {
  const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5 } });
  const { orderId, number, totalMinor } = await sell(mug, 2);

  expect(totalMinor).toBe(98_000);
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3, available: 3, version: 2 });
  const order = await shop.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow();
  expect(order).toMatchObject({ number, channel: 'pos', life: 'completed', cart_id: null, contact: null, total_minor: 98_000, version: 5 });
  expect(order.tax_included_minor).toBe(14_949);
  const payment = await shop.db.selectFrom('payment').selectAll().where('order_id', '=', orderId).executeTakeFirstOrThrow();
  expect(payment).toMatchObject({
    method: 'cash',
    state: 'captured',
    amount_minor: 98_000,
    authorized_minor: 98_000,
    captured_minor: 98_000
  });
  const parcel = await shop.db.selectFrom('fulfilment_order').selectAll().where('order_id', '=', orderId).executeTakeFirstOrThrow();
  expect(parcel).toMatchObject({ node_id: here, method: 'carry_out', state: 'collected' });
  const movement = await shop.db.selectFrom('stock_movement').selectAll().where('order_id', '=', orderId).executeTakeFirstOrThrow();
  expect(movement).toMatchObject({ kind: 'sold', quantity: -2, node_id: here, actor: { role: 'associate', name: 'Asha' } });
});

test('what happened is told once and in order, the new level with it', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const { orderId } = await sell(mug, 1);
  const told = await shop.db
    .selectFrom('event')
    .select(['topic', 'version', 'type', 'channel'])
    .where('topic', 'in', [`order:${orderId}`, `stock:${here}/${mug}`])
    .orderBy('position')
    .execute();
  expect(told.map(({ type, version, channel }) => `${channel} ${type} ${version}`)).toEqual([
    'pos order.placed 1',
    'pos payment.captured 2',
    'pos order.confirmed 3',
    'pos fo.collected 4',
    'pos order.completed 5',
    'pos stock.changed 2'
  ]);
});

test(
  'two tills sell the last one at the same moment: one of them does, the other is told that none is left',
  { timeout: 30_000 },
  async () => {
    for (let round = 0; round < 10; round++) {
      const lamp = await aVariant(shop.db, { stock: { [here]: 1 } });
      const results = await Promise.allSettled([sell(lamp, 1), sell(lamp, 1)]);
      const lost = results.filter((result) => result.status === 'rejected');
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      expect(lost.map(({ reason }) => ({ ...reason, message: reason.message }))).toEqual([
        { ...refusal, code: 'out-of-stock', message: lamp }
      ]);
      expect(await level(shop.db, lamp, here)).toMatchObject({ on_hand: 0, version: 2 });
      expect(await ordersOf(lamp)).toHaveLength(1);
    }
  }
);

test('twenty tills with baskets in any order neither oversell nor wait for each other in a circle', { timeout: 30_000 }, async () => {
  const variants = await Promise.all([4, 5, 6].map(async (onHand) => aVariant(shop.db, { stock: { [here]: onHand } })));
  const others = Array.from({ length: 20 }, (_, n) => {
    const lines = variants.map((variantId) => ({ variantId, quantity: 1 }));
    return sellInStore(shop, asha, { lines: n % 2 ? lines : lines.toReversed(), payment: 'cash', key: shop.newId() });
  });
  const outcomes = await Promise.all(others.map(outcomeOf));
  expect(outcomes.toSorted()).toEqual([...Array.from({ length: 4 }, () => 'done'), ...Array.from({ length: 16 }, () => 'out-of-stock')]);
  const left = await Promise.all(variants.map(async (variantId) => (await level(shop.db, variantId, here)).on_hand));
  expect(left).toEqual([0, 1, 2]);
});

test('the same press twice, even at the same moment, is one sale', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const key = shop.newId();
  const [first, second] = await Promise.all([sell(mug, 2, key), sell(mug, 2, key)]);
  expect(second).toEqual(first);
  expect(await sell(mug, 2, key)).toEqual(first);
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3 });
  expect(await ordersOf(mug)).toHaveLength(1);
  await expect(sell(mug, 1, key)).rejects.toMatchObject({ code: 'key-reused' });
});

test('a basket with one thing too many is refused whole, and says how many are left', async () => {
  const plenty = await aVariant(shop.db, { stock: { [here]: 9 } });
  const few = await aVariant(shop.db, { stock: { [here]: 2 } });
  const lines = [
    { variantId: plenty, quantity: 1 },
    { variantId: few, quantity: 3 }
  ];
  const selling = sellInStore(shop, asha, { lines, payment: 'cash', key: shop.newId() });
  await expect(selling).rejects.toMatchObject({ code: 'not-enough-stock', message: `2 ${few}` });
  expect(await level(shop.db, plenty, here)).toMatchObject({ on_hand: 9, version: 1 });
  expect(await ordersOf(plenty)).toEqual([]);
});

test('what a shopper holds and what stands on show is not sold at the till', async () => {
  const lamp = await aVariant(shop.db, { stock: { [here]: 3 } });
  await setAside(shop.db, { variantId: lamp, nodeId: here, units: 2 });
  await expect(sell(lamp, 2)).rejects.toMatchObject({ code: 'not-enough-stock', message: `1 ${lamp}` });
  await sell(lamp, 1);
  expect(await level(shop.db, lamp, here)).toMatchObject({ on_hand: 2, available: 0 });
});

test('goods on another shelf are no goods on this one', async () => {
  const lamp = await aVariant(shop.db, { stock: { 'blr-church-street': 7 } });
  await expect(sell(lamp, 1)).rejects.toMatchObject({ code: 'out-of-stock' });
});

test('what is sold without counting leaves no shelf and no movement', async () => {
  const card = await aVariant(shop.db, { tracked: false });
  const { orderId } = await sell(card, 3);
  expect(await shop.db.selectFrom('stock_movement').selectAll().where('order_id', '=', orderId).execute()).toEqual([]);
});

test('the price is the shop’s, and another sum than the customer was told stops the sale', async () => {
  const mug = await aVariant(shop.db, { priceMinor: 49_000, stock: { [here]: 5 } });
  const selling = (seenTotalMinor: number) =>
    sellInStore(shop, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId(), seenTotalMinor });
  await expect(selling(1)).rejects.toMatchObject({ code: 'price-changed' });
  expect(await selling(49_000)).toMatchObject({ totalMinor: 49_000 });
});

test('an archived product and an unknown variant are not for sale', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const { product_id } = await shop.db.selectFrom('variant').select('product_id').where('id', '=', mug).executeTakeFirstOrThrow();
  await shop.db.updateTable('product').set({ status: 'archived' }).where('id', '=', product_id).execute();
  await expect(sell(mug, 1)).rejects.toMatchObject({ code: 'not-for-sale' });
  await expect(sell(shop.newId(), 1)).rejects.toMatchObject({ code: 'not-for-sale' });
});

test('only associates, managers and admins sell, and only where they stand', async () => {
  const table: string[] = [];
  for (const actor of everybody(here)) {
    const mug = await aVariant(shop.db, { stock: { [here]: 1 } });
    const selling = sellInStore(shop, actor, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() });
    table.push(`${actor.role} ${'nodeId' in actor && actor.nodeId ? 'here' : 'nowhere'}: ${await outcomeOf(selling)}`);
  }
  expect(table).toEqual([
    'shopper nowhere: forbidden',
    'system nowhere: forbidden',
    'associate here: done',
    'associate nowhere: forbidden',
    'warehouse here: forbidden',
    'warehouse nowhere: forbidden',
    'support here: forbidden',
    'support nowhere: forbidden',
    'manager here: done',
    'manager nowhere: forbidden',
    'admin here: done',
    'admin nowhere: forbidden'
  ]);
});

test('what follows every order finds nothing left to do for one that was carried out', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const { orderId } = await sell(mug, 1);
  const order = () => shop.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow();
  const before = await order();
  await authorizePayment(shop, SYSTEM, { orderId });
  await cancelUnpaidOrder(shop, SYSTEM, { orderId });
  await releaseOrder(shop, SYSTEM, { orderId });
  expect(await order()).toEqual(before);
  expect(shop.bank.charges).toEqual([]);
});

test('a till whose answer was lost asks again and learns of its own sale', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const key = shop.newId();
  const first = await sell(mug, 1, key);
  // Another process, which knows nothing of the first try.
  const other = connect(shop.url, { max: 1 });
  const again = await sellInStore({ ...shop, db: other }, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key });
  await other.destroy();
  expect(again).toEqual(first);
  await aLevel(shop.db, { variantId: mug, nodeId: 'blr-church-street', onHand: 1 });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 4 });
});
