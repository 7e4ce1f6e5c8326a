import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartView } from '#db/queries/carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import type { CartOperation, OperationBody } from '#lib/commerce/cart/operations.ts';
import type { Actor, Shopper } from '#lib/kernel/actor.ts';
import { aGrant } from '../support/grants.ts';
import { asha, aCart, aNode, aVariant, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const STORE = 'blr-indiranagar';
const phone: Shopper = { ...shopper, device: 'phone' };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, STORE);
});
afterAll(() => shop.close());

const made = (body: OperationBody, more: Partial<CartOperation> = {}): CartOperation =>
  ({ id: randomUUID(), baseVersion: 1, madeAt: '2026-11-25T05:00:00Z', ...more, ...body }) as CartOperation;
const add = (variantId: string, quantity = 1): OperationBody => ({ kind: 'add', variantId, pickupNodeId: null, quantity });
const apply = async (cartKey: string, operations: CartOperation[], actor: Actor = phone) =>
  applyOperations(shop, actor, { cartKey, operations });
const quantities = async (cartId: string) => ((await cartView(shop.db, cartId))?.lines ?? []).map(({ quantity }) => quantity);
const logOf = async (cartId: string) =>
  shop.db.selectFrom('cart_operation').selectAll().where('cart_id', '=', cartId).orderBy('version').orderBy('made_at').execute();
const eventsOf = async (cartId: string) =>
  shop.db
    .selectFrom('event')
    .select(['type', 'version', 'data', 'actor'])
    .where('topic', '=', `cart:${cartId}`)
    .orderBy('version')
    .execute();

describe('a message of operations', () => {
  test('is decided one by one under one lock; what is refused stays in the log with its reason', async () => {
    const [lamp, mug] = [await aVariant(shop.db, { stock: { [STORE]: 9 } }), await aVariant(shop.db, { stock: { [STORE]: 2 } })];
    const { cartId, cartKey } = await aCart(shop);
    const operations = [
      made(add(lamp, 3)),
      made(add(mug, 3)),
      made({ kind: 'change', variantId: lamp, pickupNodeId: null, by: -1 }),
      made({ kind: 'note', note: 'For Rhea 🎁' })
    ];
    const { cart, outcomes } = await apply(cartKey, operations);
    expect(outcomes).toEqual([
      { id: operations[0]!.id, outcome: 'applied' },
      { id: operations[1]!.id, outcome: 'refused', code: 'not-enough-stock', detail: '2' },
      { id: operations[2]!.id, outcome: 'applied' },
      { id: operations[3]!.id, outcome: 'applied' }
    ]);
    expect(cart).toMatchObject({ cartId, version: 4, state: 'active', lines: [{ variantId: lamp, quantity: 2, by: { device: 'phone' } }] });
    expect(cart.done).toHaveLength(3);
    expect(cart.latest).toMatchObject({ id: operations[3]!.id, words: 'changed the note' });
    expect(await eventsOf(cartId)).toMatchObject([
      { type: 'cart.line_added', version: 2, data: { by: { role: 'shopper', device: 'phone' }, quantity: 3 } },
      { type: 'cart.line_changed', version: 3, data: { quantity: 2 } },
      { type: 'cart.details_given', version: 4 }
    ]);
    expect((await logOf(cartId)).map(({ kind, outcome, version }) => [kind, outcome, version])).toEqual([
      ['add', 'applied', 2],
      ['add', 'refused', 2],
      ['change', 'applied', 3],
      ['note', 'applied', 4]
    ]);
  });

  test('sent again, also twice at the same moment, is answered the same and counts once', async () => {
    const lamp = await aVariant(shop.db, { stock: { [STORE]: 3 } });
    const { cartId, cartKey } = await aCart(shop);
    const operations = [made(add(lamp, 2)), made(add(lamp, 2))];
    const answers = await Promise.all([apply(cartKey, operations), apply(cartKey, operations), apply(cartKey, operations)]);
    expect(new Set(answers.map(({ outcomes }) => JSON.stringify(outcomes))).size).toBe(1);
    expect(answers[0]!.outcomes).toMatchObject([{ outcome: 'applied' }, { outcome: 'refused', code: 'not-enough-stock' }]);
    expect(await quantities(cartId)).toEqual([2]);
  });

  test('an id that stood for something else, or for another cart, is refused and nothing changes', async () => {
    const lamp = await aVariant(shop.db, { stock: { [STORE]: 50 } });
    const [one, other] = [await aCart(shop), await aCart(shop)];
    const first = made(add(lamp, 2));
    await apply(one.cartKey, [first]);
    const reused = { id: first.id, outcome: 'refused', code: 'key-reused' };
    expect((await apply(one.cartKey, [{ ...first, quantity: 3 } as CartOperation])).outcomes).toMatchObject([reused]);
    expect((await apply(other.cartKey, [first])).outcomes).toMatchObject([reused]);
    const twice = made(add(lamp));
    expect((await apply(other.cartKey, [twice, { ...twice, quantity: 9 } as CartOperation])).outcomes).toMatchObject([
      { outcome: 'applied' },
      { code: 'key-reused' }
    ]);
    expect([await quantities(one.cartId), await quantities(other.cartId)]).toEqual([[2], [1]]);
  });

  test('from two carts at once with one id counts for one of them only', async () => {
    const lamp = await aVariant(shop.db, { stock: { [STORE]: 50 } });
    const carts = [await aCart(shop), await aCart(shop)];
    const same = made(add(lamp));
    const answers = await Promise.allSettled(carts.map(async ({ cartKey }) => apply(cartKey, [same])));
    const applied = answers.filter((answer) => answer.status === 'fulfilled' && answer.value.outcomes[0]?.outcome === 'applied');
    expect(applied).toHaveLength(1);
  });

  test('devices that add at the same moment all count, each change with its own version and event', async () => {
    const lamp = await aVariant(shop.db, { stock: { [STORE]: 99 } });
    const { cartId, cartKey } = await aCart(shop);
    await Promise.all(Array.from({ length: 12 }, async () => apply(cartKey, [made(add(lamp)), made(add(lamp))])));
    expect(await quantities(cartId)).toEqual([24]);
    expect((await eventsOf(cartId)).map(({ version }) => version)).toEqual(Array.from({ length: 24 }, (_, n) => n + 2));
  });

  test('what somebody took out first is so already: applied, and no version passes', async () => {
    const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
    const { cartId, cartKey } = await aCart(shop);
    const out = (): CartOperation => made({ kind: 'remove', variantId: lamp, pickupNodeId: null, seen: 1 });
    await apply(cartKey, [made(add(lamp))]);
    const [one, other] = await Promise.all([apply(cartKey, [out()]), apply(cartKey, [out()])]);
    expect([one.outcomes[0]!.outcome, other.outcomes[0]!.outcome]).toEqual(['applied', 'applied']);
    expect((await cartView(shop.db, cartId))!.version).toBe(3);
  });

  test('saves for later, takes back, and puts a line that was taken out and in again at a free place', async () => {
    const [lamp, mug] = [await aVariant(shop.db, { stock: { [STORE]: 9 } }), await aVariant(shop.db, { stock: { [STORE]: 9 } })];
    const { cartKey } = await aCart(shop);
    const named = { variantId: lamp, pickupNodeId: null };
    const saved = await apply(cartKey, [made(add(lamp, 2)), made(add(mug)), made({ kind: 'save', ...named })]);
    expect(saved.cart).toMatchObject({ lines: [{ variantId: mug }], saved: [{ variantId: lamp, quantity: 2, reason: 'chosen' }] });
    const back = await apply(cartKey, [
      made({ kind: 'unsave', ...named }),
      made({ kind: 'remove', ...named, seen: 2 }),
      made(add(lamp, 4))
    ]);
    expect(back.outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
    expect(back.cart).toMatchObject({ saved: [] });
    expect(Object.fromEntries(back.cart.lines.map(({ variantId, quantity }) => [variantId, quantity]))).toEqual({ [lamp]: 4, [mug]: 1 });
  });

  test('ends a checkout whose plan no longer fits; a note does not', async () => {
    const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
    const { cartId, cartKey } = await aCart(shop);
    await apply(cartKey, [made(add(lamp))]);
    await shop.db.updateTable('cart').set({ state: 'checkout', step: 'delivery' }).where('id', '=', cartId).execute();
    expect((await apply(cartKey, [made({ kind: 'note', note: 'Hello' })])).cart).toMatchObject({ state: 'checkout', step: 'delivery' });
    expect((await apply(cartKey, [made(add(lamp))])).cart).toMatchObject({ state: 'active', step: 'details' });
  });

  test('for 500 different things fills the cart with twenty and says so of the rest', async () => {
    const { cartKey, cartId } = await aCart(shop);
    const things = await Promise.all(Array.from({ length: 25 }, async () => aVariant(shop.db, { tracked: false })));
    const { outcomes } = await apply(
      cartKey,
      things.map((thing) => made(add(thing)))
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'applied')).toHaveLength(20);
    expect(outcomes.at(-1)).toMatchObject({ code: 'cart-full', detail: '20' });
    expect(await quantities(cartId)).toHaveLength(20);
  });

  test('by a clock that is years off is kept as it was said', async () => {
    const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
    const { cartId, cartKey } = await aCart(shop);
    await apply(cartKey, [made(add(lamp), { madeAt: '0000-01-01T00:00:00Z' }), made(add(lamp), { madeAt: '9999-12-31T23:59:59+14:00' })]);
    const log = await logOf(cartId);
    expect(log.map(({ made_at }) => made_at.getUTCFullYear())).toEqual([0, 9999]);
    expect(log.every(({ at }) => at.getTime() === shop.now().getTime())).toBe(true);
  });

  test('for a thing that is not there, or a closed cart, changes nothing', async () => {
    const { cartId, cartKey } = await aCart(shop);
    expect((await apply(cartKey, [made(add(randomUUID()))])).outcomes).toMatchObject([{ code: 'not-for-sale' }]);
    await shop.db.updateTable('cart').set({ state: 'expired' }).where('id', '=', cartId).execute();
    expect((await apply(cartKey, [made({ kind: 'note', note: 'x' })])).outcomes).toMatchObject([
      { code: 'cart-closed', detail: 'expired' }
    ]);
    await expect(apply('A'.repeat(43), [made({ kind: 'note', note: 'x' })])).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('whoever comes by a link is written down as such; a link that only shows changes nothing', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartId, cartKey } = await aCart(shop);
  const edit = await aGrant(shop, { cartId, may: 'edit', label: 'Priya' });
  const { cart } = await apply(edit.key, [made(add(lamp))], shopper);
  expect(cart.lines).toMatchObject([{ by: { link: 'Priya' } }]);
  const view = await aGrant(shop, { cartId, may: 'view' });
  await expect(apply(view.key, [made(add(lamp))])).rejects.toMatchObject({ code: 'not-allowed' });
  await edit.revoke();
  await expect(apply(edit.key, [made(add(lamp))])).rejects.toMatchObject({ code: 'not-found' });
  expect((await apply(cartKey, [made(add(lamp))], asha)).cart.lines).toMatchObject([{ quantity: 2, by: { link: 'Priya' } }]);
});

test('what the forms of the pages do is in the same log', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartId, cartKey } = await aCart(shop);
  const { lineId } = await addToCart(shop, asha, { cartKey, variantId: lamp, quantity: 2, key: 'k' });
  await addToCart(shop, asha, { cartKey, variantId: lamp, quantity: 2, key: 'k' });
  await changeCartLine(shop, phone, { cartKey, lineId, quantity: 5 });
  await changeCartLine(shop, phone, { cartKey, lineId, quantity: 0 });
  expect((await logOf(cartId)).map(({ kind, body, author, version }) => [kind, body, author, version])).toMatchObject([
    ['add', { quantity: 2 }, { role: 'staff', name: 'Asha', nodeId: STORE }, 2],
    ['change', { by: 3 }, { role: 'shopper', device: 'phone' }, 3],
    ['remove', { seen: 5 }, { role: 'shopper' }, 4]
  ]);
});

test('a line says who put it in and where', async () => {
  const lamp = await aVariant(shop.db, { stock: { [STORE]: 9 } });
  const { cartKey } = await aCart(shop);
  await addToCart(shop, asha, { cartKey, variantId: lamp, quantity: 2, key: 'k' });
  const { cart } = await apply(cartKey, [made(add(lamp))]);
  expect(cart.lines).toMatchObject([{ quantity: 3, by: { role: 'staff', name: 'Asha', nodeId: STORE, nodeName: STORE } }]);
});
