import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartRows, cartToGoOnWith, releaseHolds, unitsElsewhere } from '#db/queries/cart-merges.ts';
import { cartView } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import { mergeCarts } from '#lib/commerce/cart/merge-carts.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { undoMerge } from '#lib/commerce/cart/undo-merge.server.ts';
import { aVariant, contact, level, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { cartsOf, STORE, type InHand } from '../support/two-carts.ts';

let shop: TestShop;
let carts: ReturnType<typeof cartsOf>;
beforeAll(async () => {
  shop = await openShop();
  carts = cartsOf(shop);
});
afterAll(() => shop.close());

test('whoever changed the cart since keeps that, and the merge stays whole', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const [lamp, mug] = await Promise.all([1, 2].map(() => aVariant(shop.db, { stock: { [STORE]: 9 } })));
  await carts.put(guest, lamp!, 2);
  await carts.put(own, mug!, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await carts.put(own, mug!, 1);
  await expect(undoMerge(shop, rhea, { cartKey: own.cartKey })).rejects.toMatchObject({ code: 'merge-kept' });
  expect(await carts.linesIn(own)).toHaveLength(2);
  expect(await carts.stateOf(guest)).toBe('merged');
});

test('a merge is taken back once, also by two at the same moment', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await carts.put(guest, lamp, 2);
  await carts.put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  const undo = () =>
    undoMerge(shop, rhea, { cartKey: own.cartKey }).then(
      ({ cartKey }) => cartKey,
      (fault: { code?: string }) => fault.code
    );
  expect((await Promise.all([undo(), undo(), undo()])).toSorted()).toEqual([guest.cartKey, 'not-found', 'not-found'].toSorted());
  expect([await carts.linesIn(own), await carts.linesIn(guest)]).toMatchObject([[{ quantity: 1 }], [{ quantity: 2 }]]);
  // And merging again is possible.
  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: own.cartKey, merged: true });
});

test('after Undo the cart in hand stays in hand, only for whoever took it back, until it is closed', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await carts.put(guest, lamp, 2);
  await carts.put(own, lamp, 1);
  const goesOn = (customerId: string) => cartToGoOnWith(shop.db, customerId, guest.cartId);
  expect(await goesOn(rhea.customerId)).toBe(own.cartId);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await undoMerge(shop, rhea, { cartKey: own.cartKey });
  expect(await goesOn(rhea.customerId)).toBe(guest.cartId);
  expect(await unitsElsewhere(shop.db, rhea.customerId, guest.cartId)).toBe(1);
  expect(await goesOn((await carts.anAccount()).customerId)).toBeUndefined();
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  expect(await goesOn(rhea.customerId)).toBe(own.cartId);
});

test('steps of a checkout since do not stand in the way: the words stay, what was held is given back', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await carts.put(guest, lamp, 2);
  await carts.put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await carts.hold(own, [{ variantId: lamp, quantity: 3 }]);
  await undoMerge(shop, rhea, { cartKey: own.cartKey });
  expect(await cartView(shop.db, own.cartId)).toMatchObject({ state: 'active', delivery: null, contact, heldUntil: null });
  expect((await level(shop.db, lamp, STORE)).held).toBe(0);
});

test('after the order nothing is taken back', async () => {
  const { rhea, own, guest } = await carts.twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await carts.put(guest, lamp, 2);
  await carts.put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await carts.hold(own, [{ variantId: lamp, quantity: 3 }]);
  const { version } = (await cartView(shop.db, own.cartId))!;
  const order = { cartKey: own.cartKey, version, method: 'upi' as const, key: shop.newId() };
  const both = await Promise.allSettled([placeOrder(shop, rhea, order), undoMerge(shop, rhea, { cartKey: own.cartKey })]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  if (both[0].status === 'fulfilled') expect(both[1]).toMatchObject({ reason: { code: 'cart-closed' } });
  else expect(both[0]).toMatchObject({ reason: { code: expect.stringMatching(/^(cart-changed|not-allowed)$/) } });
});

type Put = { thing: number; quantity: number; atStore: boolean };
const puts = fc.array(fc.record({ thing: fc.nat(4), quantity: fc.integer({ min: 1, max: 60 }), atStore: fc.boolean() }), {
  minLength: 1,
  maxLength: 6
});

test('undo restores both carts exactly, whatever was in them', async () => {
  const things = await Promise.all(Array.from({ length: 5 }, (_, at) => aVariant(shop.db, { stock: { [STORE]: 70 }, tracked: at !== 4 })));
  const fill = async (cart: InHand, list: Put[]) => {
    for (const { thing, quantity, atStore } of list)
      await carts.put(cart, things[thing]!, quantity, atStore ? STORE : null).catch(() => undefined);
  };
  const picture = async ({ cartId }: InHand) => {
    const rows = await shop.db.transaction().execute((tx) => cartRows(tx, cartId));
    const row = await shop.db.selectFrom('cart').select(['contact', 'address']).where('id', '=', cartId).executeTakeFirst();
    const { version: _, updated_at: __, ...cart } = rows.cart as unknown as Record<string, unknown>;
    return { ...rows, ...row, cart, holds: rows.holds.map(({ node_id, quantity, expires_at }) => ({ node_id, quantity, expires_at })) };
  };
  await fc.assert(
    fc.asyncProperty(
      fc.record({ mine: puts, theirs: puts, holding: fc.boolean(), paying: fc.boolean(), saved: fc.nat(3) }),
      async ({ mine, theirs, holding, paying, saved }) => {
        const { rhea, own, guest } = await carts.twoCarts();
        await fill(own, mine);
        await fill(guest, theirs);
        for (const cart of holding ? [own, guest] : []) {
          const line = (await carts.linesIn(cart)).find(({ variantId }) => variantId !== things[4]);
          if (line) await carts.hold(cart, [{ variantId: line.variantId, quantity: 1 }]);
        }
        if (!paying) await shop.db.updateTable('cart').set({ state: 'active' }).where('id', '=', guest.cartId).execute();
        for (const variantId of things.slice(0, saved)) {
          await sql`insert into cart_saved values (${own.cartId}, ${variantId}, 7, 100, 'chosen', 'Rhea', ${MORNING})`.execute(shop.db);
        }
        const before = await Promise.all([picture(own), picture(guest)]);
        const { cartKey, merged } = await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
        expect(merged).toBe(true);
        await undoMerge(shop, rhea, { cartKey: cartKey ?? '' });
        expect(await Promise.all([picture(own), picture(guest)])).toEqual(before);
        // The stock of the next round is not held by this one.
        for (const { cartId } of [own, guest]) {
          await inTransaction(shop, { actor: shopper }, async (tx, record) => record(...(await releaseHolds(tx, cartId, shop.now()))));
        }
      }
    ),
    { numRuns: 20 }
  );
});
