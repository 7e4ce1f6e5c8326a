import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { giveBackUncollected } from '#lib/commerce/fulfilment/give-back-uncollected.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { keepBack } from '#lib/commerce/stock/keep-back.server.ts';
import { markDamaged } from '#lib/commerce/stock/mark-damaged.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { settleTillSale } from '#lib/commerce/stock/settle-till-sale.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { drawsFrom } from '#lib/kernel/draws.ts';
import { Refusal } from '#lib/kernel/refusal.ts';
import { aCheckout } from '#tests/support/checkout.ts';
import { aCart, address, aNode, aPlan, asha, aVariant, contact, shopper, thePostcode } from '#tests/support/makers.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';

const [HERE, THERE] = ['blr-indiranagar', 'blr-domlur'];
const HISTORIES = 200;
const AT_ONCE = 4;
const PRICE = 49_000;
const WEEKS_LATER = '2026-12-20T05:00:00Z';
const at: Staff = { ...asha, nodeId: HERE };
const manager: Staff = { ...at, role: 'manager' };

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  for (const id of [HERE, THERE]) await aNode(shop.db, id);
});
afterAll(() => shop.close());

type Parcel = { orderId: string; id: string };
/** One thing, and what was ordered of it. */
type History = { thing: string; below: (end: number) => number; ordered: Parcel[] };

async function parcelsOf(orderId: string): Promise<Parcel[]> {
  const order = await trackedOrder(shop.db, orderId);
  return (order?.parcels ?? []).map(({ id }) => ({ orderId, id }));
}

async function ship({ thing, ordered }: History, nodeId: string): Promise<void> {
  const lines = [{ variantId: thing, quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { nodeId }));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  ordered.push(...(await parcelsOf(orderId)));
}

async function unpaid({ thing }: History): Promise<void> {
  const lines = [{ variantId: thing, quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { nodeId: HERE }));
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await shop.db.updateTable('orders').set({ pay_by: shop.now() }).where('id', '=', orderId).execute();
  await Promise.all([cancelUnpaidOrder(shop, SYSTEM, { orderId }), cancelUnpaidOrder(shop, SYSTEM, { orderId })]);
}

async function collect({ thing, below }: History): Promise<void> {
  const { cartKey } = await aCart(shop);
  await addToCart(shop, shopper, { cartKey, variantId: thing, quantity: 1, pickupNodeId: HERE, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey, contact, address });
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'pickup' });
  const { orderId } = await placeOrder(shop, shopper, { cartKey, version, method: 'pay_in_store', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const parcel = (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  const fulfilmentOrderId = parcel.id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId });
  await readyParcel(shop, SYSTEM, { fulfilmentOrderId });
  if (below(2) === 0) await collectParcel(shop, at, { fulfilmentOrderId, code: parcel.collectCode! });
  else await givenBack(fulfilmentOrderId);
}

/** The week in which it could be collected is over. */
async function givenBack(fulfilmentOrderId: string): Promise<void> {
  const later: TestShop = { ...shop, now: () => new Date(WEEKS_LATER) };
  await giveBackUncollected(later, SYSTEM, { fulfilmentOrderId });
}

let receipt = 0;
async function offline({ thing }: History): Promise<void> {
  const lines = [{ variantId: thing, quantity: 1, unitPriceMinor: PRICE }];
  const head = { id: shop.newId(), till: 'K7Q2', receipt: (receipt += 1), nodeId: HERE, soldBy: asha.userId };
  const sale = { ...head, madeAt: shop.now().toISOString(), currency: 'INR', totalMinor: PRICE, lines };
  await Promise.all([settleTillSale(shop, at, sale), settleTillSale(shop, at, sale)]);
}

const ACTS: ((history: History) => Promise<unknown>)[] = [
  async (history) => ship(history, HERE),
  async (history) => ship(history, THERE),
  unpaid,
  collect,
  offline,
  async ({ thing }) => sellInStore(shop, at, { lines: [{ variantId: thing, quantity: 1 }], payment: 'cash', key: shop.newId() }),
  async ({ thing, below }) => correctStock(shop, at, { variantId: thing, counted: below(6), reason: '', key: shop.newId() }),
  async ({ thing, below }) => receiveStock(shop, at, { variantId: thing, quantity: 1 + below(3), reason: '', key: shop.newId() }),
  async ({ thing, below }) => {
    const fate = (['damaged', 'sound', 'discarded'] as const)[below(3)]!;
    return markDamaged(shop, at, { variantId: thing, quantity: 1, fate, reason: '', key: shop.newId() });
  },
  async ({ thing, below }) => keepBack(shop, manager, { variantId: thing, keptBack: below(2), forCounter: 0, key: shop.newId() }),
  async ({ ordered, below }) => {
    const { id: fulfilmentOrderId } = ordered[below(ordered.length)] ?? {};
    if (!fulfilmentOrderId) return;
    await packParcel(shop, SYSTEM, { fulfilmentOrderId });
    await handOverParcel(shop, SYSTEM, { fulfilmentOrderId });
  },
  async ({ ordered, below }) => {
    const { id: fulfilmentOrderId } = ordered[below(ordered.length)] ?? {};
    if (fulfilmentOrderId) await rejectParcel(shop, at, { fulfilmentOrderId, reason: 'no-capacity', missing: [] });
  }
];

/** Two acts at a time, as in a shop; a refusal is an answer, everything else a fault. */
async function played(seed: number): Promise<{ thing: string; done: number }> {
  const draw = drawsFrom(`history ${seed}`);
  const below = (end: number) => Math.floor(draw() * end);
  const history: History = {
    thing: await aVariant(shop.db, { priceMinor: PRICE, stock: { [HERE]: 1 + below(4), [THERE]: below(3) } }),
    below,
    ordered: []
  };
  let done = 0;
  const act = async () => {
    try {
      await ACTS[below(ACTS.length)]!(history);
      done += 1;
    } catch (trouble) {
      if (!(trouble instanceof Refusal)) throw trouble;
    }
  };
  for (let pair = 0; pair < 4; pair++) await Promise.all([act(), act()]);
  return { thing: history.thing, done };
}

test('after two hundred histories of web, store, counter, lost networks and what came back, every shelf is what its movements say', async () => {
  const all: { thing: string; done: number }[] = [];
  for (let seed = 0; seed < HISTORIES; seed += AT_ONCE) {
    all.push(...(await Promise.all(Array.from({ length: AT_ONCE }, async (_, one) => played(seed + one)))));
  }
  expect(all).toHaveLength(HISTORIES);
  // Most of what was tried happened: histories of refusals alone would show nothing.
  expect(all.reduce((sum, { done }) => sum + done, 0)).toBeGreaterThan(HISTORIES * 4);
  const { rows } = await sql`
    select l.variant_id, l.node_id, l.on_hand, l.unavailable, l.allocated, l.held, m.on_hand as moved, m.aside, a.open, h.live
    from stock_level l
      cross join lateral (select coalesce(sum(quantity), 0)::int on_hand, coalesce(sum(set_aside), 0)::int aside
        from stock_movement m where m.variant_id = l.variant_id and m.node_id = l.node_id) m
      cross join lateral (select coalesce(sum(quantity), 0)::int open
        from allocation a where a.variant_id = l.variant_id and a.node_id = l.node_id and a.state = 'open') a
      cross join lateral (select coalesce(sum(quantity), 0)::int live
        from hold h where h.variant_id = l.variant_id and h.node_id = l.node_id and h.state = 'held') h
    where (l.on_hand, l.unavailable, l.allocated, l.held) is distinct from (m.on_hand, m.aside, a.open, h.live)`.execute(shop.db);
  expect(rows).toEqual([]);
  const kinds = await shop.db.selectFrom('stock_movement').select('kind').distinct().orderBy('kind').execute();
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'collected',
    'corrected',
    'counted',
    'damaged',
    'discarded',
    'received',
    'shipped',
    'sold',
    'sound'
  ]);
}, 180_000);
