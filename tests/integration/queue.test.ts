import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '#db/transaction.ts';
import { joinLine, queueSnapshots, queueView } from '#db/queries/queue.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { joinQueue } from '#lib/commerce/stock/join-queue.server.ts';
import { leaveQueue } from '#lib/commerce/stock/leave-queue.server.ts';
import type { StockChanged } from '#lib/commerce/stock/stock.events.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { endLapsedHolds, tendLines } from '#realtime/sweeps.ts';
import { address, aCart, aNode, asha, aVariant, contact, level, shopper, thePostcode } from '../support/makers.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';

const HERE = 'blr-indiranagar';
const THERE = 'blr-church-street';
type Cart = { cartId: string; cartKey: string };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, THERE);
});
beforeEach(async () => {
  shop.at(MORNING);
  await shop.db.deleteFrom('rate_bucket').execute();
});
afterAll(() => shop.close());

const later = (minutes: number) => new Date(new Date(MORNING).getTime() + minutes * 60_000);

/** A cart keeps some of a variant until a moment. */
async function holds(
  variantId: string,
  { quantity = 1, minutes = 20, nodeId = HERE, cart }: { quantity?: number; minutes?: number; nodeId?: string; cart?: Cart } = {}
): Promise<Cart> {
  const whose = cart ?? (await aCart(shop));
  const until = new Date(shop.now().getTime() + minutes * 60_000);
  const wanted = JSON.stringify(quantity === 0 ? [] : [{ id: shop.newId(), variantId, nodeId, quantity }]);
  await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
    const { rows } = await sql<{ events: StockChanged[] }>`
      select reserve_stock(${whose.cartId}, ${wanted}::jsonb, ${until}, ${shop.now()}) as events`.execute(tx);
    record(...rows[0]!.events);
  });
  return whose;
}
const letsGo = async (variantId: string, cart: Cart) => holds(variantId, { quantity: 0, cart });
const join = async (variantId: string, { cartKey }: Cart, nodeId: string | null = null) =>
  joinQueue(shop, shopper, { cartKey, variantId, nodeId, address: '203.0.113.1' });
const leave = async (variantId: string, { cartKey }: Cart) => leaveQueue(shop, shopper, { cartKey, variantId });
const view = async (variantId: string, { cartId }: { cartId: string | null }, nodeId: string | null = null) =>
  queueView(shop.db, { variantId, nodeId, cartId, at: shop.now() });
const mine = async (variantId: string, cart: Cart) => (await view(variantId, cart)).mine;
async function inLine(variantId: string, nodeId: string | null = null): Promise<Cart> {
  const cart = await aCart(shop);
  await join(variantId, cart, nodeId);
  return cart;
}

test('what others hold is said with its clock; the first in line is offered what comes free, and then the next', async () => {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 2 } });
  const [holder] = [await holds(mug, { minutes: 7 }), await holds(mug, { minutes: 20 })];
  const [first, second] = [await inLine(mug), await inLine(mug)];
  expect(await view(mug, { cartId: null })).toMatchObject({ free: 0, held: 2, heldUntil: later(7).toISOString(), waiting: 2, mine: null });
  expect(await mine(mug, first)).toMatchObject({ state: 'waiting', ahead: 0 });
  expect(await mine(mug, second)).toMatchObject({ state: 'waiting', ahead: 1 });

  await letsGo(mug, holder!);
  expect(await mine(mug, first)).toMatchObject({ state: 'offered' });
  expect(Date.parse((await mine(mug, first))!.until)).toBe(later(10).getTime());
  expect(await mine(mug, second)).toMatchObject({ state: 'waiting', ahead: 0 });
  expect(await level(shop.db, mug, HERE)).toMatchObject({ held: 2, available: 0 });

  // Not taken in time: it goes to the next in the same transaction in which it comes free.
  shop.at(later(10));
  await endLapsedHolds(shop);
  expect(await view(mug, first)).toMatchObject({ mine: null, missed: true, held: 2 });
  expect(await mine(mug, second)).toMatchObject({ state: 'offered' });
  const events = await shop.db.selectFrom('event').select(['type', 'data']).where('topic', 'like', 'queue:%').orderBy('position').execute();
  expect(events.map(({ type }) => type)).toEqual(['queue.joined', 'queue.joined', 'queue.offered', 'queue.offered']);
});

test('an offer is bought like anything that is held: to be collected, by the till nobody else gets it', async () => {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const holder = await holds(mug);
  const next = await inLine(mug, HERE);
  await letsGo(mug, holder);
  await expect(
    sellInStore(shop, asha, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() })
  ).rejects.toMatchObject({ code: 'out-of-stock' });
  await expect(
    addToCart(shop, shopper, { ...(await aCart(shop)), variantId: mug, quantity: 1, pickupNodeId: HERE, key: shop.newId() })
  ).rejects.toMatchObject({ code: 'out-of-stock' });
  await addToCart(shop, shopper, { cartKey: next.cartKey, variantId: mug, quantity: 1, pickupNodeId: HERE, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey: next.cartKey, contact, address });
  const { version } = await chooseDelivery(shop, shopper, { cartKey: next.cartKey, choice: 'pickup' });
  await placeOrder(shop, shopper, { cartKey: next.cartKey, version, method: 'pay_in_store', key: shop.newId() });
  const { state } = await shop.db
    .selectFrom('queue_place as w')
    .innerJoin('hold as h', 'h.id', 'w.hold_id')
    .select('h.state')
    .where('w.cart_id', '=', next.cartId)
    .executeTakeFirstOrThrow();
  expect(state).toBe('converted');
  expect(await level(shop.db, mug, HERE)).toMatchObject({ held: 0, allocated: 1, available: 0 });
});

test('whatever gives units back serves the line: a delivery, a count, somebody who leaves', async () => {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  await holds(mug);
  const line = [await inLine(mug), await inLine(mug), await inLine(mug)];
  await receiveStock(shop, asha, { variantId: mug, quantity: 1, reason: '', key: shop.newId() });
  expect(await mine(mug, line[0]!)).toMatchObject({ state: 'offered' });
  await correctStock(shop, asha, { variantId: mug, counted: 3, reason: '', key: shop.newId() });
  expect(await mine(mug, line[1]!)).toMatchObject({ state: 'offered' });
  await leave(mug, line[0]!);
  expect(await mine(mug, line[0]!)).toBeNull();
  expect(await mine(mug, line[2]!)).toMatchObject({ state: 'offered' });
  await leave(mug, line[2]!);
  expect(await level(shop.db, mug, HERE)).toMatchObject({ available: 1, held: 2 });
});

test('whoever waits for a place waits for that place, and whoever has it brought for any; the line is one', async () => {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 1, [THERE]: 1 } });
  const [here, there] = [await holds(mug), await holds(mug, { nodeId: THERE })];
  const [toCollect, brought] = [await inLine(mug, THERE), await inLine(mug)];
  await letsGo(mug, here);
  expect(await mine(mug, toCollect)).toMatchObject({ state: 'waiting' });
  expect(await mine(mug, brought)).toMatchObject({ state: 'offered' });
  await letsGo(mug, there);
  expect(await mine(mug, toCollect)).toMatchObject({ state: 'offered' });
});

test('nobody stands in line for what is free or what nobody holds, twice, in six lines, or with a key that opens nothing', async () => {
  const free = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const gone = await aVariant(shop.db, { stock: { [HERE]: 0 } });
  const cart = await aCart(shop);
  expect(await outcomeOf(join(free, cart))).toBe('queue-closed');
  expect(await outcomeOf(join(gone, cart))).toBe('queue-closed');
  expect(await outcomeOf(join(gone, { ...cart, cartKey: 'A'.repeat(43) }))).toBe('not-found');
  const closed = await aCart(shop);
  await shop.db.updateTable('cart').set({ state: 'expired' }).where('id', '=', closed.cartId).execute();
  expect(await outcomeOf(join(free, closed))).toBe('cart-closed');
  for (let one = 0; one < 5; one += 1) {
    const mug = await aVariant(shop.db, { stock: { [HERE]: 1 } });
    await holds(mug);
    await join(mug, cart);
    await join(mug, cart);
  }
  const sixth = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const holder = await holds(sixth);
  expect(await outcomeOf(join(sixth, cart))).toBe('queues-full');
  // Who holds it has it.
  await join(sixth, holder);
  expect(await shop.db.selectFrom('queue_place').select('id').where('cart_id', '=', holder.cartId).execute()).toEqual([]);
});

test('who waited a day leaves, and so does a cart that was closed or got one by another way: they hold up nobody', async () => {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 2 } });
  const [one, two] = [await holds(mug, { minutes: 3 * 24 * 60 }), await holds(mug, { minutes: 3 * 24 * 60 })];
  const [closed, old] = [await inLine(mug), await inLine(mug)];
  await shop.db.updateTable('cart').set({ state: 'expired' }).where('id', '=', closed.cartId).execute();
  expect(await mine(mug, old)).toMatchObject({ ahead: 0 });
  shop.at(later(24 * 60));
  const fresh = await inLine(mug);
  await letsGo(mug, one);
  expect(await mine(mug, fresh)).toMatchObject({ state: 'offered' });
  const states = await shop.db.selectFrom('queue_place').select('state').where('variant_id', '=', mug).orderBy('number').execute();
  expect(states.map(({ state }) => state)).toEqual(['left', 'lapsed', 'offered']);
  const last = await inLine(mug);
  shop.at(later(48 * 60));
  await tendLines(shop);
  expect(await mine(mug, last)).toBeNull();
  await letsGo(mug, two);
});

test('a place that opens again serves whoever waits for what lies there', async () => {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 1, [THERE]: 0 } });
  const holder = await holds(mug);
  const next = await inLine(mug);
  await shop.db.updateTable('node').set({ status: 'down' }).where('id', '=', HERE).execute();
  await letsGo(mug, holder);
  expect(await mine(mug, next)).toMatchObject({ state: 'waiting' });
  await shop.db.updateTable('node').set({ status: 'up' }).where('id', '=', HERE).execute();
  await tendLines(shop);
  expect(await mine(mug, next)).toMatchObject({ state: 'offered' });
});

/** Whoever gives a unit back meanwhile waits for the end of the one who joins, and then finds them there. */
test('who joins while the last unit comes free is not left waiting', async () => {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 1 } });
  const [holder, next] = [await holds(mug), await aCart(shop)];
  const place = { id: shop.newId(), cartId: next.cartId, variantId: mug, nodeId: null, until: later(60), at: shop.now() };
  const given = await inTransaction(shop, { actor: shopper }, async (tx, record) => {
    record(...(await joinLine(tx, place)));
    let isGiven = false;
    const giving = letsGo(mug, holder).then(() => void (isGiven = true));
    for (let waiting = 0; waiting === 0 && !isGiven;) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(shop.db);
      waiting = rows[0]?.n ?? 0;
    }
    return { giving };
  });
  await given.giving;
  expect(await mine(mug, next)).toMatchObject({ state: 'offered' });
});

test('many at the same moment: units are offered once each, in order, and none is left over', async () => {
  for (let round = 0; round < 6; round += 1) {
    const mug = await aVariant(shop.db, { stock: { [HERE]: 2 } });
    const holders = [await holds(mug), await holds(mug)];
    const line = await Promise.all(Array.from({ length: 4 }, async () => aCart(shop)));
    await Promise.all([
      ...line.map(async (cart) => outcomeOf(join(mug, cart))),
      ...holders.map(async (cart) => letsGo(mug, cart)),
      tendLines(shop)
    ]);
    expect(await brokenInvariants(shop.db)).toEqual([]);
    const { available, held } = await level(shop.db, mug, HERE);
    const waiting = await shop.db
      .selectFrom('queue_place')
      .select('id')
      .where('variant_id', '=', mug)
      .where('state', '=', 'waiting')
      .execute();
    expect([available + held, waiting.length === 0 || available === 0]).toEqual([2, true]);
  }
});

type Act = { kind: 'hold' | 'release' | 'join' | 'leave' | 'lapse' | 'sell' | 'receive'; who: number; place: 0 | 1 };
const act = fc.record<Act>({
  kind: fc.constantFrom('hold', 'release', 'join', 'leave', 'lapse', 'sell', 'receive'),
  who: fc.nat(5),
  place: fc.constantFrom(0, 1)
});

test('whatever happens: never more offers than units, nobody is passed over, and nobody waits while a unit is free', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      shop.at(MORNING);
      await shop.db.deleteFrom('rate_bucket').execute();
      const mug = await aVariant(shop.db, { stock: { [HERE]: 2, [THERE]: 1 } });
      const carts = await Promise.all(Array.from({ length: 6 }, async () => aCart(shop)));
      let minutes = 0;
      for (const { kind, who, place } of acts) {
        const [cart, nodeId] = [carts[who]!, [HERE, THERE][place]!];
        minutes += 1;
        shop.at(later(minutes));
        if (kind === 'hold') await outcomeOf(holds(mug, { cart, nodeId, minutes: 3 }));
        if (kind === 'release') await letsGo(mug, cart);
        if (kind === 'join') await outcomeOf(join(mug, cart, place === 0 ? null : nodeId));
        if (kind === 'leave') await leave(mug, cart);
        if (kind === 'sell')
          await outcomeOf(
            sellInStore(shop, { ...asha, nodeId }, { lines: [{ variantId: mug, quantity: 1 }], payment: 'cash', key: shop.newId() })
          );
        if (kind === 'receive')
          await receiveStock(shop, { ...asha, nodeId }, { variantId: mug, quantity: 1, reason: '', key: shop.newId() });
        if (kind === 'lapse') await endLapsedHolds(shop);
        expect(await brokenInvariants(shop.db)).toEqual([]);
      }
      await endLapsedHolds(shop);
      await tendLines(shop);
      expect(await brokenInvariants(shop.db)).toEqual([]);
      const [snapshot] = await queueSnapshots(shop.db, [mug]);
      expect(snapshot!.version).toBeGreaterThanOrEqual(1);
    }),
    { numRuns: 40 }
  );
}, 180_000);
