import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartRows, moveHolds, partHolds, releaseHolds } from '#db/queries/cart-merges.ts';
import { inTransaction } from '#db/transaction.ts';
import type { CartRows } from '#lib/commerce/cart/merge-rows.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aCart, aNode, aVariant, level, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { untilWaiting } from '../support/waiting.ts';

const NODE = 'blr-domlur';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, NODE, { kind: 'dark_store' });
});
afterAll(() => shop.close());

type Held = { cartId: string; variantId: string };

/** One unit of it, held by that cart for another hour. */
async function hold({ cartId, variantId }: Held): Promise<void> {
  await sql`insert into hold (id, cart_id, variant_id, node_id, quantity, expires_at, created_at)
    values (${shop.newId()}, ${cartId}, ${variantId}, ${NODE}, 1, ${shop.now()}::timestamptz + interval '1 hour', ${shop.now()})`.execute(
    shop.db
  );
  await sql`update stock_level set held = held + 1 where variant_id = ${variantId}`.execute(shop.db);
}

/** A lapse has these holds and has not come to any level yet; `work` is begun beside it. All levels are there for the lapse, or it would wait in a circle. */
async function besideALapseOf<T>(holds: Held[], work: () => Promise<T>): Promise<T> {
  let doing: Promise<T> | undefined;
  await shop.db.transaction().execute(async (lapse) => {
    for (const { cartId, variantId } of holds)
      await sql`select from hold where cart_id = ${cartId} and variant_id = ${variantId} for update`.execute(lapse);
    doing = work();
    doing.catch(() => undefined);
    await untilWaiting(shop.db, 1);
    await sql`select from stock_level for update nowait`.execute(lapse);
  });
  return doing!;
}

const aThing = async () => aVariant(shop.db, { stock: { [NODE]: 5 } });
type Pair = { from: string; into: string };
const rowsOf = async (cartId: string) => shop.db.transaction().execute(async (tx) => cartRows(tx, cartId));
const merge = async ({ from: fromId, into: intoId }: Pair, kept: string[]) =>
  inTransaction(shop, { actor: SYSTEM }, async (tx, record) => record(...(await moveHolds(tx, { fromId, intoId, kept, at: shop.now() }))));
const part = async (before: { from: CartRows; into: CartRows }) =>
  inTransaction(shop, { actor: SYSTEM }, async (tx, record) => record(...(await partHolds(tx, { before, at: shop.now() }))));

/** One cart holds both things, the other the second of them. The first comes first in the order of locks. */
async function twoCarts() {
  const [first, second] = [await aThing(), await aThing()].toSorted() as [string, string];
  const [from, into] = [await aCart(shop), await aCart(shop)];
  const lapsing = { cartId: into.cartId, variantId: second };
  await hold(lapsing);
  for (const variantId of [first, second]) await hold({ cartId: from.cartId, variantId });
  return { first, second, from: from.cartId, into: into.cartId, lapsing };
}

test('orders of one transaction wait for a lapse before they take a shelf, and are then written together', async () => {
  const carts = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const variantId = await aThing();
      const cart = await aCheckout(shop, [{ variantId, quantity: 1 }]);
      await hold({ ...cart, variantId });
      return { ...cart, variantId };
    })
  );
  const placed = await besideALapseOf(carts, () =>
    Promise.all(
      carts.map(({ cartKey, version }, n) => placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: `beside a lapse ${n}` }))
    )
  );
  const { rows } = await sql<{ n: number }>`
    select count(distinct xmin::text)::int as n from orders where id = any (${placed.map(({ orderId }) => orderId)}::uuid[])`.execute(
    shop.db
  );
  expect(rows[0]!.n).toBeLessThan(12);
  for (const { variantId } of carts) expect(await level(shop.db, variantId, NODE)).toMatchObject({ allocated: 1, held: 0, available: 4 });
});

test('two carts that become one wait for a lapse before they give anything back', async () => {
  const { first, second, lapsing, ...carts } = await twoCarts();
  await besideALapseOf([lapsing], () => merge(carts, [second]));
  expect(await level(shop.db, first, NODE)).toMatchObject({ held: 0 });
  expect((await rowsOf(carts.into)).holds).toMatchObject([{ variant_id: second, quantity: 2 }]);
});

test('two carts that are parted again wait for a lapse before they take anything', async () => {
  const { first, second, lapsing, ...carts } = await twoCarts();
  const before = { from: await rowsOf(carts.from), into: await rowsOf(carts.into) };
  await merge(carts, [second]);
  await besideALapseOf([lapsing], () => part(before));
  expect((await rowsOf(carts.from)).holds).toMatchObject([{ variant_id: first }, { variant_id: second }]);
  expect(await level(shop.db, first, NODE)).toMatchObject({ held: 1 });
});

test('a cart of many things that is given back waits for a lapse before it gives anything back', async () => {
  const { cartId } = await aCart(shop);
  const things = await Promise.all(Array.from({ length: 12 }, aThing));
  for (const variantId of things) await hold({ cartId, variantId });
  await besideALapseOf([{ cartId, variantId: things.toSorted().at(-1)! }], () =>
    inTransaction(shop, { actor: SYSTEM }, async (tx, record) => record(...(await releaseHolds(tx, cartId, shop.now()))))
  );
  expect((await rowsOf(cartId)).holds).toEqual([]);
  for (const variantId of things) expect(await level(shop.db, variantId, NODE)).toMatchObject({ held: 0, available: 5 });
});
