import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { asha, aNode, aVariant, level } from '#tests/support/makers.ts';
import { brokenInvariants } from '#tests/support/invariants.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { everybody, outcomeOf } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, here);
});
afterAll(async () => shop.close());

const count = (variantId: string, counted: number, more: { key?: string; seen?: number } = {}) =>
  correctStock(shop, asha, { variantId, counted, reason: 'round of counting', key: more.key ?? shop.newId(), seen: more.seen });
const receive = (variantId: string, quantity: number, key = shop.newId()) =>
  receiveStock(shop, asha, { variantId, quantity, reason: 'note 12', key });
const movements = (variantId: string) =>
  shop.db.selectFrom('stock_movement').select(['kind', 'quantity', 'reason']).where('variant_id', '=', variantId).orderBy('id').execute();
const shortagesTold = async (variantId: string) => {
  const topic = `shortage:${here}/${variantId}`;
  const rows = await shop.db.selectFrom('event').select('data').where('topic', '=', topic).orderBy('position').execute();
  return rows.map(({ data }) => (data as { short: number }).short);
};

/** Two of them are promised to a shopper who is checking out. */
async function promised(variantId: string, quantity: number): Promise<void> {
  const cart = {
    id: shop.newId(),
    channel: 'web',
    currency: 'INR',
    country: 'IN',
    postcode: null,
    contact: null,
    address: null,
    delivery: null
  };
  await shop.db
    .insertInto('cart')
    .values({ ...cart, order_id: null, created_at: shop.now(), updated_at: shop.now() })
    .execute();
  const hold = { id: shop.newId(), cart_id: cart.id, variant_id: variantId, node_id: here, quantity };
  await shop.db
    .insertInto('hold')
    .values({ ...hold, expires_at: '2026-11-25T06:00:00Z', created_at: shop.now() })
    .execute();
  await shop.db.updateTable('stock_level').set({ held: quantity }).where('variant_id', '=', variantId).execute();
}

test('a count becomes the level, and the difference a movement with its reason', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  expect(await count(mug, 3)).toEqual({ onHand: 3, difference: -2, available: 3, short: 0 });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3, short: 0, counted_at: shop.now(), version: 2 });
  expect((await movements(mug)).at(-1)).toEqual({ kind: 'counted', quantity: -2, reason: 'round of counting' });
});

test('a count that finds what was believed is written down all the same', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  expect(await count(mug, 5)).toMatchObject({ difference: 0 });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 5, counted_at: shop.now(), version: 2 });
});

test('the first count of something here opens its shelf', async () => {
  const mug = await aVariant(shop.db);
  expect(await count(mug, 4, { seen: 0 })).toEqual({ onHand: 4, difference: 4, available: 4, short: 0 });
});

test('a count below what is promised is kept, the shortage is written down and said, and a delivery ends it', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 3 } });
  await promised(mug, 2);
  expect(await count(mug, 0)).toEqual({ onHand: 0, difference: -3, available: 0, short: 2 });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 0, held: 2, short: 2, available: -2 });
  await expect(
    sellInStore(shop, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() })
  ).rejects.toMatchObject({
    code: 'out-of-stock'
  });
  expect(await receive(mug, 1)).toEqual({ onHand: 1, available: 0, short: 1 });
  expect(await receive(mug, 4)).toEqual({ onHand: 5, available: 3, short: 0 });
  expect(await shortagesTold(mug)).toEqual([2, 1, 0]);
});

test('goods that come in are added, on a shelf that may be new', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  expect(await receive(mug, 7)).toEqual({ onHand: 12, available: 12, short: 0 });
  expect(await receive(await aVariant(shop.db), 2)).toEqual({ onHand: 2, available: 2, short: 0 });
  expect((await movements(mug)).at(-1)).toEqual({ kind: 'received', quantity: 7, reason: 'note 12' });
});

test('the same press twice counts and receives once', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const [key, other] = [shop.newId(), shop.newId()];
  const both = await Promise.all([receive(mug, 2, key), receive(mug, 2, key)]);
  expect(both).toEqual([both[0], both[0]]);
  expect(await count(mug, 6, { key: other })).toEqual(await count(mug, 6, { key: other }));
  expect((await movements(mug)).map(({ kind }) => kind)).toEqual(['received', 'received', 'counted']);
  await expect(count(mug, 1, { key: other })).rejects.toMatchObject({ code: 'key-reused' });
});

test('two who count at the same moment write down two counts that add up', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const counts = await Promise.all([count(mug, 3), count(mug, 4)]);
  const { on_hand } = await level(shop.db, mug, here);
  expect([3, 4]).toContain(on_hand);
  expect(counts.reduce((sum, { difference }) => sum + difference, 0)).toBe(on_hand - 5);
});

test('two first counts of a new shelf at the same moment open it once', async () => {
  const mug = await aVariant(shop.db);
  await Promise.all([count(mug, 3), count(mug, 3)]);
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3, version: 3 });
});

test('a count that began before a sale is refused, so that the sale is not undone', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  await sellInStore(shop, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() });
  await expect(count(mug, 5, { seen: 5 })).rejects.toMatchObject({ code: 'stale-version' });
  expect(await count(mug, 4, { seen: 4 })).toMatchObject({ difference: 0 });
});

test('odd numbers, unknown goods and what is sold without counting are refused', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  for (const odd of [-1, 0.5, 1e9, Number.NaN]) {
    await expect(count(mug, odd)).rejects.toMatchObject({ code: 'invalid' });
    await expect(receive(mug, odd)).rejects.toMatchObject({ code: 'invalid' });
  }
  await expect(count(shop.newId(), 1)).rejects.toMatchObject({ code: 'not-found' });
  await expect(count(await aVariant(shop.db, { tracked: false }), 1)).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(receive(await aVariant(shop.db, { tracked: false }), 1)).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 5, version: 1 });
});

test('only those who stand at the shelf count it or fill it', async () => {
  const may: string[] = [];
  const outcomes = new Set<string>();
  for (const actor of everybody(here)) {
    const variantId = await aVariant(shop.db);
    const counted = await outcomeOf(correctStock(shop, actor, { variantId, counted: 1, reason: '', key: shop.newId() }));
    const received = await outcomeOf(receiveStock(shop, actor, { variantId, quantity: 1, reason: '', key: shop.newId() }));
    for (const outcome of [counted, received]) outcomes.add(outcome);
    if (counted === 'done' && received === 'done') may.push(`${actor.role} at ${'nodeId' in actor ? actor.nodeId : ''}`);
  }
  expect(may).toEqual([`associate at ${here}`, `warehouse at ${here}`, `manager at ${here}`]);
  expect([...outcomes].toSorted()).toEqual(['done', 'forbidden']);
});

/** Sells when so many are free, and is refused when not. Answers the units that left. */
async function sell(variantId: string, quantity: number, free: number): Promise<number> {
  const outcome = await outcomeOf(sellInStore(shop, asha, { lines: [{ variantId, quantity }], payment: 'cash', key: shop.newId() }));
  expect(outcome).toBe(free >= quantity ? 'done' : free > 0 ? 'not-enough-stock' : 'out-of-stock');
  return outcome === 'done' ? quantity : 0;
}

test('whatever is counted, received and sold in whatever order, the level is right after each step', { timeout: 60_000 }, async () => {
  const step = fc.oneof(
    fc.record({ act: fc.constant('count' as const), units: fc.nat({ max: 6 }) }),
    fc.record({ act: fc.constant('receive' as const), units: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ act: fc.constant('sell' as const), units: fc.integer({ min: 1, max: 4 }) })
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), fc.nat({ max: 3 }), async (steps, held) => {
      const mug = await aVariant(shop.db, { stock: { [here]: 4 } });
      if (held > 0) await promised(mug, held);
      let believed = 4;
      for (const { act, units } of steps) {
        if (act === 'count') believed = (await count(mug, units)).onHand;
        if (act === 'receive') believed = (await receive(mug, units)).onHand;
        if (act === 'sell') believed -= await sell(mug, units, believed - held);
        expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: believed, short: Math.max(0, held - believed) });
      }
    }),
    { numRuns: 25 }
  );
  expect(await brokenInvariants(shop.db)).toEqual([]);
});
