import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartRows, cartToGoOnWith, releaseHolds, unitsElsewhere, unreadReceipt } from '#db/queries/cart-merges.ts';
import { saveCartMove } from '#db/queries/cart-steps.ts';
import { cartView } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { demandOf } from '#lib/commerce/cart/delivery-choice.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { mergeCarts } from '#lib/commerce/cart/merge-carts.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { undoMerge } from '#lib/commerce/cart/undo-merge.server.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { aCart, address, aPlan, aVariant, contact, level, shopper } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const STORE = 'blr-indiranagar';
type InHand = { cartId: string; cartKey: string };

async function anAccount(): Promise<Shopper & { customerId: string }> {
  const id = shop.newId();
  await shop.db
    .insertInto('app_user')
    .values({ id, email: `${id}@example.com`, name: 'Rhea', role: 'shopper', node_id: null, password_hash: null, pin_hash: null })
    .execute();
  return { role: 'shopper', channel: 'web', customerId: id, name: 'Rhea' };
}

/** An account with an open cart, and a guest's cart beside it. */
async function twoCarts(): Promise<{ rhea: Shopper & { customerId: string }; own: InHand; guest: InHand }> {
  const rhea = await anAccount();
  const own = await aCart(shop);
  await mergeCarts(shop, rhea, { cartKey: own.cartKey });
  return { rhea, own, guest: await aCart(shop) };
}

const put = async ({ cartKey }: InHand, variantId: string, quantity = 1, pickupNodeId: string | null = null) =>
  addToCart(shop, shopper, { cartKey, variantId, quantity, pickupNodeId, key: shop.newId() });
const linesIn = async ({ cartId }: InHand) =>
  ((await cartView(shop.db, cartId))?.lines ?? []).map(({ variantId, quantity, pickupNodeId }) => ({ variantId, quantity, pickupNodeId }));
const savedIn = async ({ cartId }: InHand) =>
  shop.db.selectFrom('cart_saved').select(['variant_id as variantId', 'quantity', 'reason']).where('cart_id', '=', cartId).execute();
const holdsIn = async ({ cartId }: InHand) =>
  shop.db
    .selectFrom('hold')
    .select(['variant_id as variantId', 'quantity', 'expires_at as until'])
    .where('cart_id', '=', cartId)
    .where('state', '=', 'held')
    .execute();
const stateOf = async ({ cartId }: InHand) => (await cartView(shop.db, cartId))?.state;

const TWENTY_MINUTES_MS = 20 * 60_000;

/** As far as holding: details given, a plan chosen. */
async function hold({ cartId, cartKey }: InHand, lines: { variantId: string; quantity: number }[]): Promise<void> {
  await giveDetails(shop, shopper, { cartKey, contact, address });
  const cart = await cartView(shop.db, cartId);
  const delivery = aPlan(lines, { nodeId: STORE, nodeName: STORE });
  const until = new Date(shop.now().getTime() + TWENTY_MINUTES_MS);
  const holds = { wanted: demandOf(delivery).map((one) => ({ ...one, id: shop.newId() })), until };
  await saveCartMove(
    shop.db,
    { cart: cart!, change: { delivery, step: 'payment' }, events: [], holds },
    { actor: shopper, at: shop.now() }
  );
}

test('the first cart at sign-in becomes that of the account, which brings it to the next device', async () => {
  const rhea = await anAccount();
  const guest = await aCart(shop);
  expect(await mergeCarts(shop, rhea, { cartKey: undefined })).toEqual({ cartKey: null, merged: false });
  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: guest.cartKey, merged: false });
  expect(await mergeCarts(shop, rhea, { cartKey: undefined })).toEqual({ cartKey: guest.cartKey, merged: false });
});

test('two carts become one, the account keeps its own, and each line says what became of it', async () => {
  const { rhea, own, guest } = await twoCarts();
  const [lamp, mug, vase] = await Promise.all([1, 2, 3].map(() => aVariant(shop.db, { stock: { [STORE]: 4 } })));
  await put(own, lamp!, 1);
  await put(own, mug!, 3);
  await put(guest, lamp!, 2);
  await put(guest, mug!, 2);
  await put(guest, vase!, 1, STORE);
  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: own.cartKey, merged: true });

  expect(await linesIn(own)).toEqual(
    expect.arrayContaining([
      { variantId: lamp, quantity: 3, pickupNodeId: null },
      { variantId: mug, quantity: 4, pickupNodeId: null },
      { variantId: vase, quantity: 1, pickupNodeId: STORE }
    ])
  );
  expect(await savedIn(own)).toEqual([{ variantId: mug, quantity: 1, reason: 'set-aside' }]);
  expect([await stateOf(guest), await linesIn(guest)]).toEqual(['merged', []]);
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
  const { rhea, own, guest } = await twoCarts();
  await put(guest, await aVariant(shop.db, { stock: { [STORE]: 4 } }));
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
  const { rhea, own, guest } = await twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await put(own, lamp, 1);
  await put(guest, lamp, 2);
  const answers = await Promise.all(Array.from({ length: 6 }, () => mergeCarts(shop, rhea, { cartKey: guest.cartKey })));
  expect(answers.filter(({ merged }) => merged)).toHaveLength(1);
  expect(new Set(answers.map(({ cartKey }) => cartKey))).toEqual(new Set([own.cartKey]));
  expect(await linesIn(own)).toEqual([{ variantId: lamp, quantity: 3, pickupNodeId: null }]);
});

test('two guest carts of two devices, signed in at the same moment, both arrive', async () => {
  const rhea = await anAccount();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const guests = await Promise.all([aCart(shop), aCart(shop)]);
  for (const guest of guests) await put(guest, lamp, 2);
  await Promise.all(guests.map((guest) => mergeCarts(shop, rhea, { cartKey: guest.cartKey })));
  const { cartKey } = await mergeCarts(shop, rhea, { cartKey: undefined });
  expect(await linesIn({ cartKey: cartKey ?? '', cartId: shop.keys.open('cart', cartKey ?? '') ?? '' })).toEqual([
    { variantId: lamp, quantity: 4, pickupNodeId: null }
  ]);
});

test('what is added to the guest cart at the same moment is merged or refused, never lost', async () => {
  const { rhea, own, guest } = await twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 60 } });
  await put(guest, lamp, 1);
  const adding = Array.from({ length: 5 }, () =>
    put(guest, lamp, 1).then(
      () => 1,
      (fault: { code?: string }) => (fault.code === 'cart-closed' ? 0 : Promise.reject(fault as Error))
    )
  );
  const [, ...added] = await Promise.all([mergeCarts(shop, rhea, { cartKey: guest.cartKey }), ...adding]);
  expect(await linesIn(own)).toMatchObject([{ quantity: 1 + added.reduce<number>((sum, one) => sum + one, 0) }]);
});

test('a cart of somebody else is neither shown nor merged, and a guest merges nothing', async () => {
  const { own, guest } = await twoCarts();
  const arun = await anAccount();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await put(own, lamp, 2);
  expect(await mergeCarts(shop, arun, { cartKey: own.cartKey })).toEqual({ cartKey: null, merged: false });
  expect(await linesIn(own)).toMatchObject([{ quantity: 2 }]);
  await expect(mergeCarts(shop, shopper, { cartKey: guest.cartKey })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await mergeCarts(shop, arun, { cartKey: 'A'.repeat(43) })).toEqual({ cartKey: null, merged: false });
});

test('during checkout the cart in hand stays as it stands and becomes the account’s; the other waits under saved', async () => {
  const { rhea, own, guest } = await twoCarts();
  const [lamp, mug] = await Promise.all([1, 2].map(() => aVariant(shop.db, { stock: { [STORE]: 5 } })));
  await put(own, mug!, 2);
  await hold(own, [{ variantId: mug!, quantity: 2 }]);
  await put(guest, lamp!, 1);
  await hold(guest, [{ variantId: lamp!, quantity: 1 }]);
  const before = await cartView(shop.db, guest.cartId);

  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: guest.cartKey, merged: true });
  const after = await cartView(shop.db, guest.cartId);
  expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 });
  expect(await savedIn(guest)).toEqual([{ variantId: mug, quantity: 2, reason: 'set-aside' }]);
  expect((await level(shop.db, mug!, STORE)).held).toBe(0);
  expect(await mergeCarts(shop, rhea, { cartKey: undefined })).toEqual({ cartKey: guest.cartKey, merged: false });

  const undone = await undoMerge(shop, rhea, { cartKey: guest.cartKey });
  expect(undone.cartKey).toBe(guest.cartKey);
  expect([await linesIn(own), await stateOf(own), await savedIn(guest)]).toEqual([
    [{ variantId: mug, quantity: 2, pickupNodeId: null }],
    'checkout',
    []
  ]);
  expect((await level(shop.db, mug!, STORE)).held).toBe(2);
});

test('holds come along with their things and keep their time', async () => {
  const { rhea, own, guest } = await twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 5 } });
  await put(own, lamp, 2);
  await hold(own, [{ variantId: lamp, quantity: 2 }]);
  const [first] = await holdsIn(own);
  // Back from the checkout: it is looked at again, and what was held stays held.
  await put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  expect(await holdsIn(own)).toEqual([first]);

  shop.at('2026-11-25T05:03:00Z');
  await put(guest, lamp, 1);
  await hold(guest, [{ variantId: lamp, quantity: 1 }]);
  const [second] = await holdsIn(guest);
  await shop.db.updateTable('cart').set({ state: 'active' }).where('id', '=', guest.cartId).execute();
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  expect(await holdsIn(own)).toEqual([{ variantId: lamp, quantity: 3, until: second?.until }]);
  expect(await linesIn(own)).toMatchObject([{ quantity: 4 }]);

  await undoMerge(shop, rhea, { cartKey: own.cartKey });
  expect([await holdsIn(own), await holdsIn(guest)]).toEqual([[first], [second]]);
  shop.at(MORNING);
});

test('whoever changed the cart since keeps that, and the merge stays whole', async () => {
  const { rhea, own, guest } = await twoCarts();
  const [lamp, mug] = await Promise.all([1, 2].map(() => aVariant(shop.db, { stock: { [STORE]: 9 } })));
  await put(guest, lamp!, 2);
  await put(own, mug!, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await put(own, mug!, 1);
  await expect(undoMerge(shop, rhea, { cartKey: own.cartKey })).rejects.toMatchObject({ code: 'merge-kept' });
  expect(await linesIn(own)).toHaveLength(2);
  expect(await stateOf(guest)).toBe('merged');
});

test('a merge is taken back once, also by two at the same moment', async () => {
  const { rhea, own, guest } = await twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await put(guest, lamp, 2);
  await put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  const undo = () =>
    undoMerge(shop, rhea, { cartKey: own.cartKey }).then(
      ({ cartKey }) => cartKey,
      (fault: { code?: string }) => fault.code
    );
  expect((await Promise.all([undo(), undo(), undo()])).toSorted()).toEqual([guest.cartKey, 'not-found', 'not-found'].toSorted());
  expect([await linesIn(own), await linesIn(guest)]).toMatchObject([[{ quantity: 1 }], [{ quantity: 2 }]]);
  // And merging again is possible.
  expect(await mergeCarts(shop, rhea, { cartKey: guest.cartKey })).toEqual({ cartKey: own.cartKey, merged: true });
});

test('after Undo the cart in hand stays in hand, only for whoever took it back, until it is closed', async () => {
  const { rhea, own, guest } = await twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await put(guest, lamp, 2);
  await put(own, lamp, 1);
  const goesOn = (customerId: string) => cartToGoOnWith(shop.db, customerId, guest.cartId);
  expect(await goesOn(rhea.customerId)).toBe(own.cartId);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await undoMerge(shop, rhea, { cartKey: own.cartKey });
  expect(await goesOn(rhea.customerId)).toBe(guest.cartId);
  expect(await unitsElsewhere(shop.db, rhea.customerId, guest.cartId)).toBe(1);
  expect(await goesOn((await anAccount()).customerId)).toBeUndefined();
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  expect(await goesOn(rhea.customerId)).toBe(own.cartId);
});

test('steps of a checkout since do not stand in the way: the words stay, what was held is given back', async () => {
  const { rhea, own, guest } = await twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await put(guest, lamp, 2);
  await put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await hold(own, [{ variantId: lamp, quantity: 3 }]);
  await undoMerge(shop, rhea, { cartKey: own.cartKey });
  expect(await cartView(shop.db, own.cartId)).toMatchObject({ state: 'active', delivery: null, contact, heldUntil: null });
  expect((await level(shop.db, lamp, STORE)).held).toBe(0);
});

test('after the order nothing is taken back', async () => {
  const { rhea, own, guest } = await twoCarts();
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  await put(guest, lamp, 2);
  await put(own, lamp, 1);
  await mergeCarts(shop, rhea, { cartKey: guest.cartKey });
  await hold(own, [{ variantId: lamp, quantity: 3 }]);
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
      await put(cart, things[thing]!, quantity, atStore ? STORE : null).catch(() => undefined);
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
        const { rhea, own, guest } = await twoCarts();
        await fill(own, mine);
        await fill(guest, theirs);
        for (const cart of holding ? [own, guest] : []) {
          const line = (await linesIn(cart)).find(({ variantId }) => variantId !== things[4]);
          if (line) await hold(cart, [{ variantId: line.variantId, quantity: 1 }]);
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
