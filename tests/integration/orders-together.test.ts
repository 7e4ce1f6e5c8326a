import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { aCheckout } from '../support/checkout.ts';
import { aVariant, level, setAside, shopper } from '../support/makers.ts';
import { readsOfIndex } from '../support/reads.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const NODE = 'blr-domlur';
type Cart = { variantId: string; cartKey: string; version: number };

async function aCart(quantity = 1): Promise<Cart> {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 5 } });
  return { variantId, ...(await aCheckout(shop, [{ variantId, quantity }])) };
}
const place = ({ cartKey, version }: Cart, key: string) => placeOrder(shop, shopper, { cartKey, version, method: 'upi', key });

/** Orders that were written by one transaction carry its number. */
async function transactionsOf(ids: string[]): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(distinct xmin::text)::int as n from orders where id = any (${ids}::uuid[])`.execute(shop.db);
  return rows[0]?.n ?? 0;
}

test('buyers of different things share transactions, and each has an order with its units, events and promise', async () => {
  const carts = await Promise.all(Array.from({ length: 12 }, () => aCart(2)));
  const placed = await Promise.all(carts.map((cart, n) => place(cart, `together ${n}`)));
  const ids = placed.map(({ orderId }) => orderId);
  expect(new Set(ids).size).toBe(12);
  expect(await transactionsOf(ids)).toBeLessThan(12);
  for (const { variantId } of carts) expect(await level(shop.db, variantId, NODE)).toMatchObject({ allocated: 2, held: 0, available: 3 });
  const events = await shop.db
    .selectFrom('event')
    .select(['topic', 'version', 'type', 'cause'])
    .where('topic', 'in', [`order:${ids[3]}`, `stock:${NODE}/${carts[3]?.variantId}`])
    .where('cause', '=', 'together 3')
    .orderBy('position')
    .execute();
  expect(events).toMatchObject([
    { type: 'order.placed', version: 1 },
    { type: 'promise.committed', version: 2 },
    { type: 'stock.changed', topic: `stock:${NODE}/${carts[3]?.variantId}` }
  ]);
  expect(await Promise.all(carts.map((cart, n) => place(cart, `together ${n}`)))).toEqual(placed);
});

test('one that cannot be placed is refused alone, and those beside it are placed', async () => {
  const carts = await Promise.all(Array.from({ length: 8 }, () => aCart()));
  const [gone, dearer] = carts;
  await shop.db
    .updateTable('hold')
    .set({ state: 'released', ended_at: shop.now() })
    .where('variant_id', '=', gone?.variantId ?? '')
    .execute();
  await shop.db
    .updateTable('stock_level')
    .set({ held: 0 })
    .where('variant_id', '=', gone?.variantId ?? '')
    .execute();
  await setAside(shop.db, { variantId: gone?.variantId ?? '', nodeId: NODE, units: 5 });
  const raise = shop.db
    .updateTable('price')
    .set({ amount_minor: 99_900 })
    .where('variant_id', '=', dearer?.variantId ?? '');
  await raise.execute();
  const results = await Promise.allSettled(carts.map((cart, n) => place(cart, `beside ${n}`)));
  expect(results.map((result) => (result.status === 'rejected' ? (result.reason as { code: string }).code : 'placed'))).toEqual([
    'out-of-stock',
    'price-changed',
    ...Array.from({ length: 6 }, () => 'placed')
  ]);
});

test('a repeat beside new ones gets its first answer', async () => {
  const carts = await Promise.all(Array.from({ length: 6 }, () => aCart()));
  const [first] = carts;
  if (!first) throw new Error('no cart');
  const results = await Promise.all([
    ...carts.map((cart, n) => place(cart, `new ${n}`)),
    place(first, 'new 0'),
    place(first, 'another key')
  ]);
  expect(new Set(results.map(({ orderId }) => orderId)).size).toBe(6);
  expect(results[6]).toEqual(results[0]);
  expect(results[7]).toEqual(results[0]);
});

test('buyers of one hot thing share transactions too, and its shelf changes once for each', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 100 } });
  const carts = await Promise.all(
    Array.from({ length: 24 }, async () => ({ variantId, ...(await aCheckout(shop, [{ variantId, quantity: 2 }])) }))
  );
  const before = await level(shop.db, variantId, NODE);
  const placed = await Promise.all(carts.map((cart, n) => place(cart, `hot ${n}`)));
  const shared = await transactionsOf(placed.map(({ orderId }) => orderId));
  expect(shared).toBeLessThan(24);
  const after = await level(shop.db, variantId, NODE);
  expect(after).toMatchObject({ allocated: 48, held: 0, available: 52 });
  expect(after.version - before.version).toBe(shared);
});

test('more buyers than units at the same moment: exactly as many orders as units, and the others hear that it is gone', async () => {
  const variantId = await aVariant(shop.db, { stock: { [NODE]: 7 } });
  const carts = await Promise.all(
    Array.from({ length: 7 }, async () => ({ variantId, ...(await aCheckout(shop, [{ variantId, quantity: 1 }])) }))
  );
  // Their holds lapsed, so all of them and those who never had one want what is left.
  await shop.db.updateTable('hold').set({ state: 'expired', ended_at: shop.now() }).where('variant_id', '=', variantId).execute();
  await shop.db.updateTable('stock_level').set({ held: 0 }).where('variant_id', '=', variantId).execute();
  const more = await Promise.all(
    Array.from({ length: 13 }, async () => ({ variantId, ...(await aCheckout(shop, [{ variantId, quantity: 1 }])) }))
  );
  await shop.db.updateTable('hold').set({ state: 'expired', ended_at: shop.now() }).where('variant_id', '=', variantId).execute();
  await shop.db.updateTable('stock_level').set({ held: 0 }).where('variant_id', '=', variantId).execute();
  const results = await Promise.allSettled([...carts, ...more].map((cart, n) => place(cart, `last ${n}`)));
  const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => (reason as { code: string }).code);
  expect(refused).toEqual(Array.from({ length: 13 }, () => 'out-of-stock'));
  expect(await level(shop.db, variantId, NODE)).toMatchObject({ on_hand: 7, allocated: 7, held: 0, available: 0 });
});

test('orders find their carts by name, however many others are open and whether or not anybody counted them', async () => {
  const others = 3_000;
  await sql`insert into cart (id, state, step, channel, currency, country, created_at, updated_at)
    select gen_random_uuid(), 'checkout', 'payment', 'api', 'INR', 'IN', now(), now() from generate_series(1, ${sql.lit(others)})`.execute(
    shop.db
  );
  const carts = await Promise.all(Array.from({ length: 12 }, () => aCart()));
  const before = await readsOfIndex(shop.db, 'cart_one_open_each');
  await Promise.all(carts.map((cart, n) => place(cart, `by name ${n}`)));
  expect((await readsOfIndex(shop.db, 'cart_one_open_each')) - before).toBeLessThan(others);
});
