import { afterAll, beforeAll, expect, test } from 'vitest';
import { savedView } from '#db/queries/cart-saved.ts';
import { cartView } from '#db/queries/carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { forgetSaved } from '#lib/commerce/cart/forget-saved.server.ts';
import { Operations } from '#lib/commerce/cart/operations-schema.ts';
import { saveFurther } from '#lib/commerce/cart/save-further.server.ts';
import { shareCart } from '#lib/commerce/cart/share-cart.server.ts';
import { aCart, aVariant, setAside, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const STORE = 'blr-indiranagar';

async function withThing(quantity: number, stock = 9) {
  const variantId = await aVariant(shop.db, { stock: { [STORE]: stock } });
  const cart = await aCart(shop);
  await addToCart(shop, shopper, { cartKey: cart.cartKey, variantId, quantity, key: shop.newId() });
  return { ...cart, variantId };
}

const operation = (kind: 'save' | 'unsave', variantId: string) =>
  ({ id: shop.newId(), baseVersion: 1, madeAt: MORNING, kind, variantId, pickupNodeId: null }) as const;
const apply = async (cartKey: string, kind: 'save' | 'unsave', variantId: string) => {
  const { outcomes } = await applyOperations(shop, shopper, { cartKey, operations: [operation(kind, variantId)] });
  return outcomes[0];
};
const unitsIn = async (cartId: string) => {
  const lines = (await cartView(shop.db, cartId))?.lines ?? [];
  const saved = await savedView(shop.db, cartId);
  return { lines: lines.map(({ quantity }) => quantity), saved: saved.map(({ quantity }) => quantity) };
};

test('a line goes to what is saved with the price of the day, and is shown with today’s price and stock', async () => {
  const { cartId, cartKey, variantId } = await withThing(2);
  expect(await apply(cartKey, 'save', variantId)).toMatchObject({ outcome: 'applied' });
  await shop.db.updateTable('price').set({ amount_minor: 45_000 }).where('variant_id', '=', variantId).execute();
  expect(await unitsIn(cartId)).toEqual({ lines: [], saved: [2] });
  expect(await savedView(shop.db, cartId)).toMatchObject([
    {
      variantId,
      quantity: 2,
      unitPriceMinor: 49_000,
      priceNowMinor: 45_000,
      free: 9,
      reason: 'chosen',
      savedAt: new Date(MORNING).toISOString()
    }
  ]);
});

test('as many as can be had go back, the rest stays saved', async () => {
  const { cartId, cartKey, variantId } = await withThing(4);
  await apply(cartKey, 'save', variantId);
  await setAside(shop.db, { variantId, nodeId: STORE, units: 6 });
  expect(await apply(cartKey, 'unsave', variantId)).toMatchObject({ outcome: 'applied' });
  expect(await unitsIn(cartId)).toEqual({ lines: [3], saved: [1] });
  expect(await apply(cartKey, 'unsave', variantId)).toMatchObject({ outcome: 'refused', code: 'not-enough-stock' });
  expect(await unitsIn(cartId)).toEqual({ lines: [3], saved: [1] });
});

test('pressed twice at the same moment it moves once', async () => {
  const { cartId, cartKey, variantId } = await withThing(2);
  await Promise.all([1, 2, 3].map(() => apply(cartKey, 'save', variantId)));
  expect(await unitsIn(cartId)).toEqual({ lines: [], saved: [2] });
  await Promise.all([1, 2, 3].map(() => apply(cartKey, 'unsave', variantId)));
  expect(await unitsIn(cartId)).toEqual({ lines: [2], saved: [] });
});

test('what is forgotten is gone once, and a link to look at forgets nothing', async () => {
  const { cartId, cartKey, variantId } = await withThing(2);
  await apply(cartKey, 'save', variantId);
  const { grantKey } = await shareCart(shop, shopper, { cartKey, may: 'view', label: 'To look', key: 'k' });
  await expect(forgetSaved(shop, shopper, { cartKey: grantKey, variantId })).rejects.toMatchObject({ code: 'not-allowed' });
  await Promise.all([1, 2, 3].map(() => forgetSaved(shop, shopper, { cartKey, variantId })));
  expect(await unitsIn(cartId)).toEqual({ lines: [], saved: [] });
  const told = await shop.db
    .selectFrom('event')
    .select('data')
    .where('topic', '=', `cart:${cartId}`)
    .where('type', '=', 'cart.saved_forgotten')
    .execute();
  expect(told).toMatchObject([{ data: { variantId, quantity: 2 } }]);
});

test('what was saved in an ordered cart is saved further in the next one, once; an open cart keeps its own', async () => {
  const { cartId, cartKey, variantId } = await withThing(2);
  await apply(cartKey, 'save', variantId);
  const next = await aCart(shop);
  await saveFurther(shop, shopper, { orderedKey: cartKey, cartKey: next.cartKey });
  expect(await unitsIn(cartId)).toEqual({ lines: [], saved: [2] });

  await withOrder(cartId, async () => {
    await Promise.all([1, 2, 3].map(() => saveFurther(shop, shopper, { orderedKey: cartKey, cartKey: next.cartKey })));
  });
  expect([await unitsIn(cartId), await unitsIn(next.cartId)]).toEqual([
    { lines: [], saved: [] },
    { lines: [], saved: [2] }
  ]);
  const { grantKey } = await shareCart(shop, shopper, { cartKey: next.cartKey, may: 'edit', label: '', key: 'k' });
  await expect(saveFurther(shop, shopper, { orderedKey: grantKey, cartKey: next.cartKey })).rejects.toMatchObject({ code: 'not-found' });
});

/** As if the cart were ordered, for as long as `work` takes. */
async function withOrder(cartId: string, work: () => Promise<void>): Promise<void> {
  await shop.db.updateTable('cart').set({ state: 'placed', order_id: shop.newId() }).where('id', '=', cartId).execute();
  await work();
  await shop.db.updateTable('cart').set({ state: 'abandoned', order_id: null }).where('id', '=', cartId).execute();
}

test('a note of every script and emoji, 500 long, comes back as it was written', async () => {
  const { cartId, cartKey } = await withThing(1);
  const scripts = 'Für Anaïs 🎂👩🏽‍🚀 शुभ जन्मदिन 生日快乐 عيد ميلاد ᚠᛇᚻ ';
  for (const note of [scripts, 'ß'.repeat(500), '🎁'.repeat(250), "'; drop table cart; --", '']) {
    const [read] = Operations.parse([{ id: shop.newId(), baseVersion: 1, madeAt: MORNING, kind: 'note', note }]);
    await applyOperations(shop, shopper, { cartKey, operations: [read!] });
    expect((await cartView(shop.db, cartId))?.note).toBe(note);
  }
  for (const note of ['a'.repeat(501), 'a\0b', '\ud800']) {
    expect(Operations.safeParse([{ id: shop.newId(), baseVersion: 1, madeAt: MORNING, kind: 'note', note }]).success).toBe(false);
  }
});
