import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { isProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { voidRest } from '#lib/commerce/payments/void-rest.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { address, aPlan, aVariant, contact, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';
import { ACTS, afterSaleActs, type ActName } from './after-sale-acts.ts';
import { AFTER_SALE_NODE, dueRefunds, readNews, TAKEN_LATER, UNITS, work, type People, type World } from './after-sale-world.ts';
import { askForAllNotTakenBack } from './after-sale-not-taken-back.ts';
import { askForAllRefused, askForAllUnsaid, nothingIsHeld } from './after-sale-not-taken.ts';
import { nobodyWaitsAtADoor } from './after-sale-pickups.ts';
import { BrokenOff, drawing, unsteady } from './unsteady-shop.ts';

/** Some minds change before anybody has begun with the order, others once it is there. What leads on is likelier than what leads off. */
const CHANGES: ActName[] = [
  'cancel',
  'swap',
  'swap',
  'pay-otherwise',
  'pay-change',
  'pay-change',
  'lapse-change',
  'undo',
  'undo',
  'settle',
  'work',
  'work'
];
const ON_ITS_WAY: ActName[] = ['pack', 'leave', 'deliver'];
const BACK: ActName[] = [
  'ask',
  'ask',
  'exchange',
  'pay-exchange',
  'not-taken',
  'label',
  'fetch',
  'hand-over',
  'scan',
  'accept',
  'receive',
  'grade',
  'take-back',
  'decide',
  'refund',
  'not-taken-back',
  'not-taken-back',
  'release-points',
  'spend-points',
  'work',
  'work',
  'work'
];

/** How something comes back when all goes well: by hand, by carrier, or all at once at a counter. */
const WAYS_BACK: readonly ActName[][] = [
  ['accept', 'receive', 'receive', 'grade', 'grade'],
  ['label', 'fetch', 'fetch'],
  ['label', 'fetch', 'fetch', 'scan', 'scan', 'receive', 'receive', 'grade', 'grade'],
  ['label', 'hand-over', 'scan', 'scan', 'receive', 'receive', 'grade', 'grade'],
  ['decide', 'decide', 'appeal', 'decide', 'take-back'],
  ['take-back'],
  []
];

/** The bank is asked for a share when a parcel leaves, and now and then it gives none. */
const SHARED: readonly ActName[][] = [[], ['work', 'work', 'work', 'work', 'not-taken']];

/** Some spend the points of what they give back afterwards. */
const SPENT: readonly ActName[][] = [[], [], ['release-points', 'spend-points']];

/** A bank may not take back what is owed. */
const OWED: readonly ActName[][] = [[], ['refund', 'refund', 'not-taken-back']];

/** For money, or for another thing, which may not be paid for in time. */
const PAID: ActName[] = ['exchange', 'pay-exchange', 'pay-exchange'];
const ASKED: readonly ActName[][] = [['ask'], ['ask'], PAID, PAID, ['exchange', 'lapse-exchange']];

function planOf(pick: <T>(all: readonly T[]) => T, parcels: 1 | 2): ActName[] {
  const any = (from: readonly ActName[], count: number) => Array.from({ length: count }, () => pick(from));
  const before = pick([[], [], [pick(['swap', 'swap', 'cancel', 'pay-otherwise'] as const), 'pay-change' as const, ...any(CHANGES, 3)]]);
  const after = [...BACK, ...afterSaleActs];
  return [
    pick(['pay', 'pay', 'pack']),
    ...before,
    ...(parcels === 2 ? [...ON_ITS_WAY.flatMap((act) => [act, act]), ...pick(SHARED)] : ON_ITS_WAY),
    ...pick(SPENT),
    ...pick(ASKED),
    ...pick(WAYS_BACK),
    ...pick(OWED),
    ...any(after, 8),
    // Of what still waits to be fetched a carrier decides while it may say no.
    'label',
    'fetch'
  ];
}

export type AfterSale = {
  /** How often each act was done, refused (by its code), broken off half way, or had nothing to act on. */
  outcomes: Map<string, number>;
  /** How often each event was told. */
  orderId: string;
};

/** One order from its placing to where some twenty acts lead, and then everything that is still owed is given. */
export async function afterSale(steady: TestShop, people: People, seed: number): Promise<AfterSale> {
  const random = drawing(seed);
  const prices = [49_000, 49_000, 61_000, 20_000, 640_000, 2_400_000, 5_600_000] as const;
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const priceMinor = pick(prices);
  const first = await aVariant(steady.db, { priceMinor, stock: { [AFTER_SALE_NODE]: UNITS + 2 }, options: ['one'] });
  const stock = { [AFTER_SALE_NODE]: pick([0, 1, UNITS]) };
  const second = await aVariant(steady.db, { priceMinor: pick(prices), likeVariant: first, stock, options: ['other'] });
  const lines = [{ variantId: first, quantity: UNITS }];
  const isTakenLater = random() < 0.4;
  const { cartKey, version } = await aReadyCart(steady, { ...lines[0]!, priceMinor }, isTakenLater);
  // Nobody brings a fortune to the door in cash.
  const method = priceMinor > 100_000 ? 'upi' : pick(['upi', 'upi', 'cash_on_delivery'] as const);
  // Few of them, so that what happens to several orders of one account happens at once.
  const who = pick([shopper, shopper, ...(people.customers ?? [])]);
  const by = isTakenLater ? { ...who, channel: TAKEN_LATER } : who;
  const placed = await placeOrder(steady, by, { cartKey, version, method, key: steady.newId() });
  const shop = unsteady(steady, random);
  const world: World = { shop, people, random, by, ...placed, variantIds: [first, second], outcomes: new Map(), waiting: [], seen: 0 };
  const acts = planOf(pick, isTakenLater ? 2 : 1);
  for (const act of acts) await tried(world, act);
  await wound(steady, world);
  return { outcomes: world.outcomes, orderId: placed.orderId };
}

/** Two parcels of one place, which leave one after the other. */
function inTwo({ variantId, quantity }: { variantId: string; quantity: number }) {
  const [some, rest] = [1, quantity - 1].map((units) => aPlan([{ variantId, quantity: units }], { nodeId: AFTER_SALE_NODE }));
  return { ...some!, parcels: [...some!.parcels, ...rest!.parcels] };
}

/** A cart one step before the order, as it stands in the books: what leads there is proven elsewhere. */
async function aReadyCart(shop: TestShop, line: { variantId: string; quantity: number; priceMinor: number }, isSplit: boolean) {
  const [id, at] = [shop.newId(), shop.now()];
  const delivery = isSplit ? inTwo(line) : aPlan([line], { nodeId: AFTER_SALE_NODE });
  const words = { contact: JSON.stringify(contact), address: JSON.stringify(address), delivery: JSON.stringify(delivery) };
  await shop.db
    .insertInto('cart')
    .values({
      id,
      channel: 'web',
      currency: 'INR',
      country: 'IN',
      postcode: address.postcode,
      order_id: null,
      customer_id: null,
      ...words,
      state: 'checkout',
      step: 'payment',
      created_at: at,
      updated_at: at
    })
    .execute();
  await shop.db
    .insertInto('cart_line')
    .values({
      id: shop.newId(),
      cart_id: id,
      place: 1,
      variant_id: line.variantId,
      quantity: line.quantity,
      unit_price_minor: line.priceMinor,
      pickup_node_id: null,
      added_node_id: null,
      added_by: 'web',
      added_at: at,
      author: null
    })
    .execute();
  return { cartKey: shop.keys.make('cart', id), version: 1 };
}

/** One act; what is refused or broken off changes nothing, which the books show in the end. */
async function tried(world: World, act: ActName): Promise<void> {
  const count = (how: string) => void world.outcomes.set(`${act} ${how}`, (world.outcomes.get(`${act} ${how}`) ?? 0) + 1);
  try {
    count((await ACTS[act](world)) ? 'done' : 'idle');
  } catch (fault) {
    if (isRefusal(fault)) count(fault.code);
    else if (fault instanceof BrokenOff || isProviderUnreachable(fault)) count('broken off');
    else throw fault;
  }
}

const MOST_JOBS = 200;

/** A steady hand does all that still follows from what happened: in the end nothing is owed that can be sent, and nothing left to take. */
async function wound(shop: TestShop, world: World): Promise<void> {
  const later = { ...shop, now: () => new Date(shop.now().getTime() + 3_600_000) };
  await askForAllUnsaid(later, world.orderId);
  await allThatFollows(later, world);
  await askForAllRefused(later, world.orderId);
  await voidRest(later, SYSTEM, world);
  await allThatFollows(later, world);
  await askForAllNotTakenBack(later, world);
  await allThatFollows(later, world);
  const due = await dueRefunds(shop, world.orderId);
  if (due.length > 0) throw new Error(`still owed: ${due.join(', ')}`);
  await nothingIsHeld(shop, world.orderId);
  await nobodyWaitsAtADoor(shop, world.orderId);
}

async function allThatFollows(later: TestShop, world: World): Promise<void> {
  await readNews(world);
  for (let n = 0; world.waiting.length > 0; n += 1) {
    if (n > MOST_JOBS) throw new Error('jobs without an end');
    await work(world, later, 0).catch((fault: unknown) => {
      if (!isRefusal(fault)) throw fault;
    });
    await readNews(world);
  }
}
