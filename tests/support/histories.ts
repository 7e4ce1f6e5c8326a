import fc from 'fast-check';
import { trackedOrder } from '#db/queries/tracking.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { creditLateParcel } from '#lib/commerce/payments/credit-late-parcel.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { markDamaged } from '#lib/commerce/stock/mark-damaged.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { endLapsedHolds } from '#realtime/sweeps.ts';
import { readBooks, type Books } from './books.ts';
import { carrierNews } from './carrier-news.ts';
import { address, aCart, aNode, asha, aVariant, contact, shopper, thePostcode } from './makers.ts';
import { MORNING, type TestShop } from './shop.ts';

const HERE = 'blr-here';
const NEAR = 'blr-near';
const FAR = 'del-far';
const PLACES = [HERE, NEAR, FAR] as const;

/** What a shopper, a place, a bank, a carrier or the clock does next; `n` says to which of what there is. */
export const acts = [
  'order',
  'rush',
  'pay',
  'pack',
  'leave',
  'collect',
  'scan',
  'reject',
  'count',
  'receive',
  'damage',
  'sell',
  'wait',
  'credit'
] as const;
type Act = { kind: (typeof acts)[number]; n: number; units: number };
export type Step = { act: Act; before: Books; after: Books };
/** The same call once more, with its key: what it answered, and how far the log was. */
type Replay = { what: string; answers: [unknown, unknown]; positions: [unknown, unknown] };
export type History = { steps: Step[]; replays: Replay[] };

/** So that more of what is begun is also ended. */
const OFTEN = ['order', 'pay', 'pack', 'pack', 'leave', 'leave', 'collect', 'scan', 'scan', 'reject', 'reject', 'credit'] as const;

const an = (kind: Act['kind'], n = 0, units = 1): Act => ({ kind, n, units });
/** The one in which everything happens, whatever the others are. */
const FULL: Act[] = [
  // Brought, too late, and credited.
  [an('order', 12), an('pay', 0), an('pack'), an('leave'), an('scan', 1), an('scan', 0, 4), an('scan', 0), an('credit')],
  // Collected; and one of two parcels, while the other is on its way.
  [an('order', 2), an('pay', 1), an('pack'), an('leave'), an('collect', 0, 4), an('collect')],
  [an('order', 3), an('pay', 2), an('pack'), an('pack'), an('leave'), an('leave'), an('collect')],
  // Not found where it was to be collected.
  [an('order', 14), an('pay', 3), an('reject', 0, 1)],
  // Declined, tried again, and sent from elsewhere.
  [an('order', 12), an('pay', 4, 3), an('pay', 4, 4), an('reject', 0, 2)],
  // Held or ordered, and never paid.
  [an('receive', 0, 4), an('receive', 3, 4), an('order', 20), an('order', 12), an('wait', 0, 4), an('wait', 0, 4)],
  [an('damage', 0, 1), an('rush', 12, 2), an('sell', 1), an('count', 0, 1), an('count', 3, 1)]
].flat();

type World = { shop: TestShop; variantIds: string[]; orderIds: string[]; replays: Replay[]; isRush: boolean };

const ROAD = [
  ['pre_transit', 'label_created', '2026-11-25T12:00:00Z'],
  ['in_transit', 'accepted', '2026-11-25T13:10:00Z'],
  ['in_transit', 'arrived', '2026-11-27T02:00:00Z'],
  ['out_for_delivery', 'on_vehicle', '2026-11-29T04:00:00Z'],
  ['delivered', 'to_person', '2026-11-29T08:00:00Z']
] as const;

/** One in which everything happens, then seeded ones, one after the other in one shop, each with two things of its own. Where an act has nothing to act on, or is refused, nothing happens. */
export async function histories(
  shop: TestShop,
  { count, length, seed }: { count: number; length: number; seed: number }
): Promise<History[]> {
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
  await aNode(shop.db, NEAR, { lat: 12.99 });
  await aNode(shop.db, FAR, { kind: 'warehouse', lat: 28.6, lng: 77.2 });
  const anyAct = fc.record({ kind: fc.constantFrom(...acts, ...OFTEN), n: fc.nat(1000), units: fc.integer({ min: 1, max: 4 }) });
  const plans = fc.sample(fc.array(anyAct, { minLength: length, maxLength: length }), { numRuns: count, seed });
  const told: History[] = [];
  for (const plan of [FULL, ...plans]) told.push(await history(shop, plan));
  return told;
}

async function history(shop: TestShop, plan: Act[]): Promise<History> {
  shop.at(MORNING);
  const stock = { [HERE]: 7, [NEAR]: 4, [FAR]: 3 };
  const world: World = {
    shop,
    variantIds: [await aVariant(shop.db, { stock }), await aVariant(shop.db, { stock })],
    orderIds: [],
    replays: [],
    isRush: false
  };
  const steps: Step[] = [];
  let before = await readBooks(shop.db, world.variantIds);
  for (const act of plan) {
    await unlessRefused(async () => DOES[act.kind](world, act));
    const after = await readBooks(shop.db, world.variantIds);
    steps.push({ act, before, after });
    before = after;
  }
  return { steps, replays: world.replays };
}

async function unlessRefused(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (fault) {
    if (!isRefusal(fault)) throw fault;
  }
}

async function twice<Answer>({ shop, replays, isRush }: World, what: string, run: () => Promise<Answer>): Promise<Answer> {
  const answer = await run();
  // Beside others the log grows by what they do.
  if (isRush) return answer;
  const position = async () =>
    (
      await shop.db
        .selectFrom('event')
        .select((eb) => eb.fn.max('position').as('last'))
        .executeTakeFirstOrThrow()
    ).last;
  const told = await position();
  const again = await run();
  replays.push({ what, answers: [answer, again], positions: [told, await position()] });
  return answer;
}

const variantOf = ({ variantIds }: World, { n }: Act): string => variantIds[n % 2]!;
const placeOf = ({ n }: Act): Staff => ({ ...asha, nodeId: PLACES[n % 3]! });
/** `both`: one of the two things is collected, the other brought. */
const WAYS = ['standard', 'express', 'pickup', 'both'] as const;
const METHODS = ['upi', 'cash_on_delivery', 'card'] as const;

/** Both things in one cart, up to the moment in which they are held. */
async function heldCart(world: World, { n, units }: Act): Promise<{ cartKey: string; version: number; way: string }> {
  const { cartKey } = await aCart(world.shop);
  const way = WAYS[n % 4]!;
  for (const [place, variantId] of world.variantIds.entries()) {
    const quantity = place === n % 2 ? units : 1;
    const pickupNodeId = way === 'pickup' || (way === 'both' && place === 0) ? HERE : null;
    const key = world.shop.newId();
    await twice(world, 'add to cart', async () => addToCart(world.shop, shopper, { cartKey, variantId, quantity, pickupNodeId, key }));
  }
  await giveDetails(world.shop, shopper, { cartKey, contact, address });
  return { cartKey, way, ...(await chooseDelivery(world.shop, shopper, { cartKey, choice: way === 'both' ? 'standard' : way })) };
}

async function placed(world: World, act: Act): Promise<void> {
  const { cartKey, version, way } = await heldCart(world, act);
  // Some think for too long: what was held for them may be gone.
  if (act.n % 7 === 6) return;
  const method = way === 'pickup' ? 'pay_in_store' : METHODS[(act.n >> 2) % 3]!;
  const key = world.shop.newId();
  const { orderId } = await twice(world, 'place order', async () => placeOrder(world.shop, shopper, { cartKey, version, method, key }));
  world.orderIds.push(orderId);
}

type TrackedParcel = NonNullable<Awaited<ReturnType<typeof trackedOrder>>>['parcels'][number];

async function someParcel({ shop, orderIds }: World, { n }: Act, states: string[]): Promise<TrackedParcel | undefined> {
  const orders = await Promise.all(orderIds.map(async (id) => trackedOrder(shop.db, id)));
  const open = orders.flatMap((order) => order!.parcels).filter(({ state }) => states.includes(state));
  return open[n % Math.max(1, open.length)];
}

const DOES: Record<Act['kind'], (world: World, act: Act) => Promise<unknown>> = {
  order: placed,
  // Several who want the same at the same moment.
  rush: async (world, act) => {
    const rushing = { ...world, isRush: true };
    await Promise.all([0, 1, 2].map(async (more) => unlessRefused(async () => placed(rushing, { ...act, n: act.n + 6 * more }))));
  },
  async pay({ shop, orderIds }, { n, units }) {
    const orderId = orderIds[n % Math.max(1, orderIds.length)];
    if (orderId === undefined) return;
    const orderKey = shop.keys.make('order', orderId);
    if (units === 4) await unlessRefused(async () => retryPayment(shop, shopper, { orderKey, method: 'upi', key: shop.newId() }));
    await unlessRefused(async () => authorizePayment(shop, shopper, { orderKey, handle: units === 3 ? 'no@mez' : 'ok@mez' }));
    await releaseOrder(shop, SYSTEM, { orderId });
  },
  async pack(world, act) {
    const parcel = await someParcel(world, act, ['released']);
    if (parcel) await packParcel(world.shop, SYSTEM, { fulfilmentOrderId: parcel.id });
  },
  async leave(world, act) {
    const parcel = await someParcel(world, act, ['packed']);
    if (!parcel) return;
    const leaving = parcel.method === 'ship' ? handOverParcel : readyParcel;
    await leaving(world.shop, SYSTEM, { fulfilmentOrderId: parcel.id });
  },
  async collect(world, act) {
    const parcel = await someParcel(world, act, ['ready_for_pickup']);
    const code = act.units === 4 ? 'WRONG1' : (parcel?.collectCode ?? '');
    if (parcel) await collectParcel(world.shop, { ...asha, nodeId: parcel.nodeId }, { fulfilmentOrderId: parcel.id, code });
  },
  // In any order, some of them twice.
  async scan(world, act) {
    const parcel = await someParcel(world, act, ['shipped', 'closed']);
    const news = ROAD[act.units === 4 ? ROAD.length - 1 : act.n % ROAD.length]!;
    if (parcel?.trackingNumber) await recordScans(world.shop, SYSTEM, carrierNews(parcel.trackingNumber, [news]));
  },
  async reject(world, act) {
    const parcel = await someParcel(world, act, ['released']);
    if (!parcel) return;
    const said = { fulfilmentOrderId: parcel.id, reason: 'no-capacity', missing: [] } as const;
    const lost = { ...said, reason: 'not-found', missing: [{ variantId: variantOf(world, act), quantity: 1 }] } as const;
    await rejectParcel(
      world.shop,
      { ...asha, nodeId: parcel.nodeId },
      act.units === 1 ? { ...lost, missing: [...lost.missing] } : { ...said, missing: [] }
    );
  },
  async count(world, act) {
    const asked = { variantId: variantOf(world, act), counted: act.units * 2 - 2, reason: '', key: world.shop.newId() };
    await twice(world, 'count', async () => correctStock(world.shop, placeOf(act), asked));
  },
  async receive(world, act) {
    const asked = { variantId: variantOf(world, act), quantity: act.units, reason: '', key: world.shop.newId() };
    await twice(world, 'receive', async () => receiveStock(world.shop, placeOf(act), asked));
  },
  async damage(world, act) {
    const fate = (['damaged', 'discarded', 'sound'] as const)[act.n % 3]!;
    const asked = { variantId: variantOf(world, act), quantity: act.units, fate, reason: '', key: world.shop.newId() };
    await twice(world, 'damage', async () => markDamaged(world.shop, placeOf(act), asked));
  },
  async sell(world, act) {
    const lines = world.variantIds.map((variantId, place) => ({ variantId, quantity: place === act.n % 2 ? act.units : 1 }));
    const key = world.shop.newId();
    const { orderId } = await twice(world, 'sell', async () =>
      sellInStore(world.shop, { ...asha, nodeId: HERE }, { lines, payment: 'cash', key })
    );
    world.orderIds.push(orderId);
  },
  async wait({ shop, orderIds }, { units }) {
    shop.at(new Date(shop.now().getTime() + units * 7 * 60_000));
    await Promise.all([endLapsedHolds(shop), endLapsedHolds(shop)]);
    for (const orderId of orderIds) await cancelUnpaidOrder(shop, SYSTEM, { orderId });
  },
  async credit({ shop, orderIds }) {
    const orders = await Promise.all(orderIds.map(async (id) => trackedOrder(shop.db, id)));
    for (const { id } of orders.flatMap((order) => order!.parcels)) await creditLateParcel(shop, SYSTEM, { fulfilmentOrderId: id });
    const due = await shop.db
      .selectFrom('refund')
      .select('id')
      .where('order_id', 'in', [...orderIds, shop.newId()])
      .execute();
    for (const { id } of due) await payRefund(shop, SYSTEM, { refundId: id });
  }
};
