import { uuidv7 } from 'uuidv7';
import { openCeiling, type Ceiling } from '#db/bench/ceiling.ts';
import { countOrders, forgetWaitingJobs } from '#db/bench/counts.ts';
import { settle } from '#db/bench/databases.ts';
import { thingsForSale, type SoldThing } from '#db/bench/many-goods.ts';
import { askApi } from './api.ts';
import { FROM } from './buyer.ts';
import { httpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { closedLoop, type Load } from './load.ts';
import { givePast } from './past-orders.ts';
import { note } from './progress.ts';
import { untilPassedOn } from './quiet.ts';
import { readyCarts, type Placeable } from './ready-carts.ts';
import type { Section } from './report.ts';
import { startShop, type ShopProcess } from './shop-process.ts';
import { median, quantile } from './stats.ts';

const AT_ONCE = 32;
const AT_LEAST = 0.3;
/** More orders than any machine places in a second: carts must not run out. */
const CARTS_PER_SECOND = 2_000;

type Bench = { lab: Lab; world: World; shop: ShopProcess; ceiling: Ceiling; things: SoldThing[] };

/** Orders placed through the real command over HTTP, against the least that a correct order needs of the same database. */
export async function measureOrders(lab: Lab): Promise<Section> {
  const skus = lab.options.quick ? 1_000 : 20_000;
  note(`orders: a shop of ${skus} SKUs`);
  const world = await lab.worldOf('orders', skus);
  await givePast(lab, world, lab.options.quick ? 20 : 10_000);
  await settle(world.db);
  const ceiling = await openCeiling(world.url, FROM.nodeId, AT_ONCE);
  const bench: Bench = { lab, world, ceiling, shop: await startShop(lab, world), things: await thingsForSale(world.db, skus) };
  try {
    return await compare(bench);
  } finally {
    await ceiling.close();
    await bench.shop.stop();
  }
}

async function compare(bench: Bench): Promise<Section> {
  const { rounds, seconds } = bench.lab.options;
  // Warms up; counts for nothing. Code that ran a few hundred times is not yet as fast as it will be.
  await ours(bench, seconds * 2);
  await bare(bench, seconds);
  const a: Ours[] = [];
  const b: Driven[] = [];
  for (let round = 0; round < rounds; round++) {
    a.push(await ours(bench, seconds));
    b.push(await bare(bench, seconds));
  }
  const rate = median(a.map((one) => one.perSecond));
  const most = median(b.map((one) => one.perSecond));
  const times = a.flatMap((one) => one.times);
  return {
    name: 'orders',
    title: `orders on distinct SKUs, ${AT_ONCE} at once: POST …/order against one web process`,
    figures: [
      { name: 'orders placed', value: rate, unit: '/s', samples: times.length, note: rangeOf(a) },
      { name: 'ceiling', value: most, unit: '/s', samples: b.reduce((sum, { done }) => sum + done, 0), note: rangeOf(b) },
      { name: 'ratio', value: rate / most, unit: '× the ceiling', goal: { atLeast: AT_LEAST }, note: 'medians, A-B-A-B' },
      {
        name: 'server CPU',
        value: median(a.map(({ cpuMs, done }) => cpuMs / done)),
        unit: 'ms an order',
        note: 'with the relay that passes them on'
      },
      {
        name: 'an order took',
        value: median(times),
        unit: 'ms',
        samples: times.length,
        note: `p99 ${Math.round(quantile(times, 0.99))} ms`
      }
    ],
    remarks: [
      'ceiling: guarded stock, order, line, event and outbox in one statement over the bare driver, in copies of the same tables',
      `who asks shares the cores with who answers, on both sides: ${driverOf(a)} ms of CPU an order over HTTP, ${driverOf(b)} over the driver`,
      'the shop writes payment, parcel, promise, allocation and three more events an order, with foreign keys, which the ceiling has not',
      'jobs that would follow 20 s later are taken away between rounds, so that neither side pays for them'
    ]
  };
}

/** `askerMs`: CPU time of this process, which makes the load. */
type Driven = Load & { askerMs: number };
type Ours = Driven & { cpuMs: number };

async function ours({ lab, world, shop, things }: Bench, seconds: number): Promise<Ours> {
  const carts = await readyCarts(lab, world, things, Math.ceil(seconds * CARTS_PER_SECOND));
  const before = await countOrders(world.db);
  const client = httpClient(shop.origin, AT_ONCE);
  const waiting = carts.values();
  const cpuBefore = await shop.cpuMs();
  const load = await driven({ atOnce: AT_ONCE, seconds, failures: lab.failures, next: () => placing(client, waiting.next().value) });
  const cpuMs = (await shop.cpuMs()) - cpuBefore;
  client.close();
  const made = (await countOrders(world.db)) - before;
  if (made !== load.done) lab.failures.note(`${load.done} orders were acknowledged and ${made} are in the books`);
  await untilPassedOn(world.db);
  await forgetWaitingJobs(world.db);
  return { ...load, cpuMs };
}

function placing(client: ReturnType<typeof httpClient>, cart: Placeable | undefined): (() => Promise<void>) | undefined {
  if (!cart) return undefined;
  const { cartKey, version } = cart;
  const order = { method: 'POST', path: `/carts/${cartKey}/order`, body: { version, method: 'upi' }, key: uuidv7() } as const;
  return async () => void (await askApi(client, order));
}

async function bare({ lab, ceiling, things }: Bench, seconds: number): Promise<Driven> {
  const before = await ceiling.count();
  let place = 0;
  const next = () => {
    const thing = things[place++ % things.length];
    return async () => ceiling.place(thing?.variantId ?? '');
  };
  const load = await driven({ atOnce: AT_ONCE, seconds, failures: lab.failures, next });
  const made = (await ceiling.count()) - before;
  if (made !== load.done) lab.failures.note(`the ceiling acknowledged ${load.done} orders and has ${made}`);
  return load;
}

async function driven(loop: Parameters<typeof closedLoop>[0]): Promise<Driven> {
  const before = process.cpuUsage();
  const load = await closedLoop(loop);
  const { user, system } = process.cpuUsage(before);
  return { ...load, askerMs: (user + system) / 1_000 };
}

const driverOf = (loads: Driven[]): string => median(loads.map(({ askerMs, done }) => askerMs / done)).toFixed(2);

function rangeOf(loads: Load[]): string {
  const rates = loads.map(({ perSecond }) => Math.round(perSecond));
  return `rounds ${rates.join(', ')}`;
}
