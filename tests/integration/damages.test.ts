import { afterAll, beforeAll, expect, test } from 'vitest';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { markDamaged } from '#lib/commerce/stock/mark-damaged.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import type { Fate } from '#lib/commerce/stock/stock-level.ts';
import { asha, aNode, aVariant, level } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { outcomeOf } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, here);
});
afterAll(async () => shop.close());

const mark = (variantId: string, quantity: number, fate: Fate, key = shop.newId()) =>
  markDamaged(shop, asha, { variantId, quantity, fate, reason: 'fell down', key });
const sell = (variantId: string, quantity: number) =>
  sellInStore(shop, asha, { lines: [{ variantId, quantity }], payment: 'cash', key: shop.newId() });
const movements = (variantId: string) =>
  shop.db
    .selectFrom('stock_movement')
    .select(['kind', 'quantity', 'set_aside'])
    .where('variant_id', '=', variantId)
    .orderBy('id')
    .execute();

test('what is damaged lies here and is not for sale; it is sound after all, or thrown away', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  expect(await mark(mug, 3, 'damaged')).toEqual({ onHand: 5, unavailable: 3, available: 2, short: 0 });
  await expect(sell(mug, 3)).rejects.toMatchObject({ code: 'not-enough-stock' });
  expect(await mark(mug, 1, 'sound')).toEqual({ onHand: 5, unavailable: 2, available: 3, short: 0 });
  expect(await mark(mug, 2, 'discarded')).toEqual({ onHand: 3, unavailable: 0, available: 3, short: 0 });
  await expect(mark(mug, 4, 'damaged')).rejects.toMatchObject({ code: 'not-enough-stock', message: '3' });
  await expect(mark(mug, 1, 'sound')).rejects.toMatchObject({ code: 'not-enough-stock', message: '0' });
  for (const odd of [0, -1, 0.5, Number.NaN]) await expect(mark(mug, odd, 'damaged')).rejects.toMatchObject({ code: 'invalid' });
  await expect(mark(await aVariant(shop.db), 1, 'damaged')).rejects.toMatchObject({ code: 'not-enough-stock' });
  await expect(mark(shop.newId(), 1, 'damaged')).rejects.toMatchObject({ code: 'not-found' });
  expect(await movements(mug)).toMatchObject([
    { kind: 'received', quantity: 5, set_aside: 0 },
    { kind: 'damaged', quantity: 0, set_aside: 3 },
    { kind: 'sound', quantity: 0, set_aside: -1 },
    { kind: 'discarded', quantity: -2, set_aside: -2 }
  ]);
});

test('two who find the same last unit damaged set one aside; the same press twice sets it aside once', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 2 } });
  const key = shop.newId();
  expect(await Promise.all([mark(mug, 1, 'damaged', key), mark(mug, 1, 'damaged', key)])).toHaveLength(2);
  const outcomes = await Promise.all([outcomeOf(mark(mug, 1, 'damaged')), outcomeOf(mark(mug, 1, 'damaged'))]);
  expect(outcomes.toSorted()).toEqual(['done', 'not-enough-stock']);
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 2, unavailable: 2 });
});

test('fewer counted than are set aside: what is set aside went first', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 3 } });
  await mark(mug, 3, 'damaged');
  await correctStock(shop, asha, { variantId: mug, counted: 1, reason: '', key: shop.newId() });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 1, unavailable: 1, short: 0 });
});
