import { uuidv7 } from 'uuidv7';
import { countOrders, forgetWaitingJobs } from '#db/bench/counts.ts';
import { settle } from '#db/bench/databases.ts';
import { shelfOf, stockShelf, type Shelf } from '#db/bench/hot-shelf.ts';
import { thingsForSale, type SoldThing } from '#db/bench/many-goods.ts';
import { connect, type Db } from '#db/client.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { newCode } from '#lib/server/codes.ts';
import type { Shop } from '#lib/server/shop.ts';
import { askOnce } from './api.ts';
import { FROM } from './buyer.ts';
import { httpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { closedLoop } from './load.ts';
import { note } from './progress.ts';
import { untilPassedOn } from './quiet.ts';
import { readyCarts, type Placeable } from './ready-carts.ts';
import type { Figure, Section } from './report.ts';
import { startShop } from './shop-process.ts';
import { median } from './stats.ts';

const CALLERS = 256;
const CONNECTIONS = 32;
const AT_LEAST = 3;
const CARTS_PER_SECOND = 1_500;
const UNITS = 100;
const BUYERS = 10_000;

/** One thing that everybody wants: orders on one shelf with and without a writer that many share, and a rush for its last units. */
export async function measureHot(lab: Lab): Promise<Section> {
  note('hot: one thing that everybody wants');
  const world = await lab.worldOf('hot', 500);
  await settle(world.db);
  const [thing, rare] = await thingsForSale(world.db, 2);
  if (!thing || !rare) throw new Error('there is nothing to sell');
  const writer = await compare(lab, world, thing);
  const rush = await rushFor(lab, world, rare);
  return {
    name: 'hot',
    title: `orders on one SKU at one place, ${CALLERS} callers at once`,
    figures: [...writer, ...rush],
    remarks: [
      'both sides are the whole command in this process over the same connections; the plain one writes each order by a call of its own',
      'the rush is over HTTP against two web processes of one database'
    ]
  };
}

async function compare(lab: Lab, world: World, thing: SoldThing): Promise<Figure[]> {
  const { rounds, seconds } = lab.options;
  const db = connect(world.url, { max: CONNECTIONS });
  lab.undo.later(() => db.destroy());
  await stockShelf(world.db, { variantId: thing.variantId, nodeId: FROM.nodeId, units: 1_000_000 });
  const turn = async (dbOf: () => Db): Promise<number> => {
    const carts = await readyCarts(lab, world, [thing], Math.ceil(seconds * CARTS_PER_SECOND));
    const before = await countOrders(world.db);
    const waiting = carts.values();
    const load = await closedLoop({ atOnce: CALLERS, seconds, failures: lab.failures, next: () => placing(shopOn(lab, dbOf), waiting.next().value) });
    const made = (await countOrders(world.db)) - before;
    if (made !== load.done) lab.failures.note(`${load.done} orders were acknowledged and ${made} are in the books`);
    return load.perSecond;
  };
  // Whoever has a pool of their own shares no writer: the same command with one call for each order.
  const [shared, plain] = [() => db, () => db.withoutPlugins()];
  await turn(shared);
  await turn(plain);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    // oxlint-disable no-await-in-loop -- in turns
    ours.push(await turn(shared));
    theirs.push(await turn(plain));
    // oxlint-enable no-await-in-loop
  }
  const ranges = (all: number[]): string => `rounds ${all.map(Math.round).join(', ')}`;
  return [
    { name: 'with the shared writer', value: median(ours), unit: 'orders/s', note: ranges(ours) },
    { name: 'one call each', value: median(theirs), unit: 'orders/s', note: ranges(theirs) },
    { name: 'ratio', value: median(ours) / median(theirs), unit: '× the plain row', goal: { atLeast: AT_LEAST }, note: 'medians, A-B-A-B' }
  ];
}

/** Only what placing an order touches. */
function shopOn(lab: Lab, dbOf: () => Db): Shop {
  const shop = { keys: accessKeys(lab.secret), now: () => new Date(), newId: uuidv7, newCode, outbox: { wake: () => undefined } };
  return { ...shop, db: dbOf() } as unknown as Shop;
}

function placing(shop: Shop, cart: Placeable | undefined): (() => Promise<void>) | undefined {
  if (!cart) return undefined;
  return async () => void (await placeOrder(shop, { role: 'shopper', channel: 'api' }, { ...cart, method: 'upi', key: uuidv7() }));
}

async function rushFor(lab: Lab, world: World, thing: SoldThing): Promise<Figure[]> {
  const buyers = lab.options.quick ? 1_000 : BUYERS;
  note(`hot: ${buyers} buyers of ${UNITS} units`);
  const at: Shelf = { variantId: thing.variantId, nodeId: FROM.nodeId };
  await stockShelf(world.db, { ...at, units: UNITS });
  const carts = await readyCarts(lab, world, [thing], buyers);
  const shops = [await startShop(lab, world), await startShop(lab, world)];
  const clients = shops.map(({ origin }) => httpClient(origin, CALLERS / 2));
  const answers = new Map<string, number>();
  const waiting = carts.entries();
  const began = performance.now();
  await closedLoop({
    atOnce: CALLERS,
    seconds: 600,
    failures: lab.failures,
    next() {
      const [place, cart] = waiting.next().value ?? [];
      const client = clients[(place ?? 0) % clients.length];
      if (!cart || !client) return undefined;
      return async () => {
        const body = { version: cart.version, method: 'upi' };
        const answer = await askOnce(client, { method: 'POST', path: `/carts/${cart.cartKey}/order`, body, key: uuidv7() });
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      };
    }
  });
  const seconds = (performance.now() - began) / 1_000;
  clients.forEach((client) => client.close());
  await untilPassedOn(world.db);
  await forgetWaitingJobs(world.db);
  await Promise.all(shops.map(async (shop) => shop.stop()));
  const { allocated, available } = await shelfOf(world.db, at);
  const sold = answers.get('201') ?? 0;
  const refused = answers.get('out-of-stock') ?? 0;
  if (sold !== UNITS || refused !== buyers - UNITS || allocated !== UNITS || available !== 0) {
    lab.failures.note(`${sold} orders and ${refused} refusals for ${UNITS} units; the shelf says ${allocated} taken, ${available} left`);
  }
  return [
    { name: `orders of ${UNITS} units`, value: sold, unit: 'orders', samples: buyers, note: `${refused} heard that it is sold out` },
    { name: 'the whole rush took', value: seconds, unit: 's', samples: buyers }
  ];
}
