import { afterAll, beforeAll, expect, test } from 'vitest';
import { unreadReceipt } from '#db/queries/cart-merges.ts';
import { cartView } from '#db/queries/carts.ts';
import { mergeCarts } from '#lib/commerce/cart/merge-carts.server.ts';
import { undoMerge } from '#lib/commerce/cart/undo-merge.server.ts';
import { aCart, aVariant, level, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { cartsOf, STORE } from '../support/two-carts.ts';

let shop: TestShop;
let carts: ReturnType<typeof cartsOf>;
beforeAll(async () => {
  shop = await openShop();
  carts = cartsOf(shop);
});
afterAll(() => shop.close());

test('the first cart at sign-in becomes that of the account, which brings it to the next device', async () => {
  const rhea = await carts.anAccount();
  const guest = await aCart(shop);
  expect(await mergeCarts(shop, rhea, { cartKey: undefined })).toEqual({ cartKey: null, merged: false });
  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: guest.cartKey, merged: false });
  expect(await mergeCarts(shop, rhea, { cartKey: undefined })).toEqual({ cartKey: guest.cartKey, merged: false });
});

test('two carts become one, the account keeps its own, and each line says what became of it', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const [lamp, mug, vase] = await Promise.all([1, 2, 3].map(() => aVariant(shop.db, { stock: { [STORE]: 4 } })));
  await carts.put(own, lamp!, 1);
  await carts.put(own, mug!, 3);
  await carts.put(guest, lamp!, 2);
  await carts.put(guest, mug!, 2);
  await carts.put(guest, vase!, 1, STORE);
  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: own.cartKey, merged: true });

  expect(await carts.linesIn(own)).toEqual(
    expect.arrayContaining([
      { variantId: lamp, quantity: 3, pickupNodeId: null },
      { variantId: mug, quantity: 4, pickupNodeId: null },
      { variantId: vase, quantity: 1, pickupNodeId: STORE }
    ])
  );
  expect(await carts.savedIn(own)).toEqual([{ variantId: mug, quantity: 1, reason: 'set-aside' }]);
  expect([await carts.stateOf(guest), await carts.linesIn(guest)]).toEqual(['merged', []]);
  const told = await unreadReceipt(shop.db, own.cartId);
  expect(told?.receipt.map(({ kind, variantId, nodeName }) => [kind, variantId, nodeName])).toEqual(
    expect.arrayContaining([
      ['summed', lamp, null],
      ['capped', mug, null],
      ['kept', vase, STORE]
    ])
  );
});

test('both carts say that they were merged, each by the next number', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  await carts.put(guest, await aVariant(shop.db, { stock: { [STORE]: 4 } }));
  const versions = await Promise.all([own, guest].map(async ({ cartId }) => (await cartView(shop.db, cartId))?.version ?? 0));
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  const told = await shop.db
    .selectFrom('event')
    .select(['topic', 'version', 'data'])
    .where('type', '=', 'cart.merged')
    .orderBy('position')
    .execute();
  const both = { intoId: own.cartId, fromId: guest.cartId };
  expect(told.filter(({ topic }) => [own, guest].some(({ cartId }) => topic === `cart:${cartId}`))).toEqual([
    { topic: `cart:${guest.cartId}`, version: versions[1]! + 1, data: { cartId: guest.cartId, ...both } },
    { topic: `cart:${own.cartId}`, version: versions[0]! + 1, data: { cartId: own.cartId, ...both } }
  ]);
});

test('sign-ins at the same moment merge once', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await carts.put(own, lamp, 1);
  await carts.put(guest, lamp, 2);
  const answers = await Promise.all(Array.from({ length: 6 }, () => mergeCarts(shop, rhea, { cartKey: guest.cartKey })));
  expect(answers.filter(({ merged }) => merged)).toHaveLength(1);
  expect(new Set(answers.map(({ cartKey }) => cartKey))).toEqual(new Set([own.cartKey]));
  expect(await carts.linesIn(own)).toEqual([{ variantId: lamp, quantity: 3, pickupNodeId: null }]);
});

test('two guest carts of two devices, signed in at the same moment, both arrive', async () => {
  const rhea = await carts.anAccount();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const guests = await Promise.all([aCart(shop), aCart(shop)]);
  for (const guest of guests) await carts.put(guest, lamp, 2);
  await Promise.all(guests.map((guest) => mergeCarts(shop, rhea, { cartKey: guest.cartKey })));
  const { cartKey } = await mergeCarts(shop, rhea, { cartKey: undefined });
  expect(await carts.linesIn({ cartKey: cartKey ?? '', cartId: shop.keys.open('cart', cartKey ?? '') ?? '' })).toEqual([
    { variantId: lamp, quantity: 4, pickupNodeId: null }
  ]);
});

test('what is added to the guest cart at the same moment is merged or refused, never lost', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 60 } });
  await carts.put(guest, lamp, 1);
  const adding = Array.from({ length: 5 }, () =>
    carts.put(guest, lamp, 1).then(
      () => 1,
      (fault: { code?: string }) => (fault.code === 'cart-closed' ? 0 : Promise.reject(fault as Error))
    )
  );
  const [, ...added] = await Promise.all([mergeCarts(shop, rhea, { cartKey: guest.cartKey }), ...adding]);
  expect(await carts.linesIn(own)).toMatchObject([{ quantity: 1 + added.reduce<number>((sum, one) => sum + one, 0) }]);
});

test('a cart of somebody else is neither shown nor merged, and a guest merges nothing', async () => {
  const { own, guest } = await carts.twoCarts();
  const arun = await carts.anAccount();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await carts.put(own, lamp, 2);
  expect(await mergeCarts(shop, arun, { cartKey: own.cartKey })).toEqual({ cartKey: null, merged: false });
  expect(await carts.linesIn(own)).toMatchObject([{ quantity: 2 }]);
  await expect(mergeCarts(shop, shopper, { cartKey: guest.cartKey })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await mergeCarts(shop, arun, { cartKey: 'A'.repeat(43) })).toEqual({ cartKey: null, merged: false });
});

test('during checkout the cart in hand stays as it stands and becomes the account’s; the other waits under saved', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const [lamp, mug] = await Promise.all([1, 2].map(() => aVariant(shop.db, { stock: { [STORE]: 5 } })));
  await carts.put(own, mug!, 2);
  await carts.hold(own, [{ variantId: mug!, quantity: 2 }]);
  await carts.put(guest, lamp!, 1);
  await carts.hold(guest, [{ variantId: lamp!, quantity: 1 }]);
  const before = await cartView(shop.db, guest.cartId);

  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: guest.cartKey, merged: true });
  const after = await cartView(shop.db, guest.cartId);
  expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 });
  expect(await carts.savedIn(guest)).toEqual([{ variantId: mug, quantity: 2, reason: 'set-aside' }]);
  expect((await level(shop.db, mug!, STORE)).held).toBe(0);
  expect(await mergeCarts(shop, rhea, { cartKey: undefined })).toEqual({ cartKey: guest.cartKey, merged: false });

  const undone = await undoMerge(shop, rhea, { cartKey: guest.cartKey });
  expect(undone.cartKey).toBe(guest.cartKey);
  expect([await carts.linesIn(own), await carts.stateOf(own), await carts.savedIn(guest)]).toEqual([
    [{ variantId: mug, quantity: 2, pickupNodeId: null }],
    'checkout',
    []
  ]);
  expect((await level(shop.db, mug!, STORE)).held).toBe(2);
});

test('holds come along with their things and keep their time', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 5 } });
  await carts.put(own, lamp, 2);
  await carts.hold(own, [{ variantId: lamp, quantity: 2 }]);
  const [first] = await carts.holdsIn(own);
  // Back from the checkout: it is looked at again, and what was held stays held.
  await carts.put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  expect(await carts.holdsIn(own)).toEqual([first]);

  shop.at('2026-11-25T05:03:00Z');
  await carts.put(guest, lamp, 1);
  await carts.hold(guest, [{ variantId: lamp, quantity: 1 }]);
  const [second] = await carts.holdsIn(guest);
  await shop.db.updateTable('cart').set({ state: 'active' }).where('id', '=', guest.cartId).execute();
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  expect(await carts.holdsIn(own)).toEqual([{ variantId: lamp, quantity: 3, until: second?.until }]);
  expect(await carts.linesIn(own)).toMatchObject([{ quantity: 4 }]);

  await undoMerge(shop, rhea, { cartKey: own.cartKey });
  expect([await carts.holdsIn(own), await carts.holdsIn(guest)]).toEqual([[first], [second]]);
  shop.at(MORNING);
});
