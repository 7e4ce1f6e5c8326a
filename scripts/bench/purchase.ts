import { countPaidOrders, forgetWaitingJobs } from '#db/bench/counts.ts';
import { settle } from '#db/bench/databases.ts';
import { thingsForSale } from '#db/bench/many-goods.ts';
import { buy } from './buy.ts';
import { httpClient } from './http-client.ts';
import type { Statements } from './inside.ts';
import type { Lab, World } from './lab.ts';
import { closedLoop, type Load } from './load.ts';
import { givePast } from './past-orders.ts';
import { note } from './progress.ts';
import { buyNothing, startFloor } from './purchase-floor.ts';
import { untilPassedOn } from './quiet.ts';
import type { Figure, Section } from './report.ts';
import { startShop, type ShopProcess } from './shop-process.ts';
import { median, quantile } from './stats.ts';

const AT_ONCE = [1, 8, 32];
const MOST_STATEMENTS = 30;
const MOST_CPU_MS = 10;

/** What one whole purchase over the API costs, and how many there are in a second. */
export async function measurePurchase(lab: Lab): Promise<Section> {
  const { quick } = lab.options;
  note(`purchase: a shop of ${quick ? 500 : 10_000} SKUs`);
  const world = await lab.worldOf('purchase', quick ? 500 : 10_000);
  await givePast(lab, world, quick ? 20 : 10_000);
  await settle(world.db);
  const things = (await thingsForSale(world.db, 1_000)).map(({ variantId }) => variantId);
  let number = 0;
  const purchaseAt = (client: ReturnType<typeof httpClient>) => async () => {
    number += 1;
    await buy(client, things[number % things.length] ?? '', String(number));
  };

  const before = await countPaidOrders(world.db);
  const failedBefore = lab.failures.read().count;
  const counted = await statementsOf(lab, world, purchaseAt);
  const timed = await loadsOf(lab, world, { purchaseAt, perRequest: counted.perRequest });
  const paid = (await countPaidOrders(world.db)) - before;
  const whole = number - (lab.failures.read().count - failedBefore);
  if (paid !== whole) lab.failures.note(`${whole} purchases went well and ${paid} orders are paid`);
  return {
    name: 'purchase',
    title: 'a whole purchase over the API: cart, line, details, quotes, delivery, order, payment',
    figures: [...counted.figures, ...timed],
    remarks: counted.remarks
  };
}

type Purchases = (client: ReturnType<typeof httpClient>) => () => Promise<void>;
/** `perRequest`: how many statements each request of a purchase sends. */
type Counted = { figures: Figure[]; remarks: string[]; perRequest: number[] };

/** In a process of its own that counts; what is timed runs without. */
async function statementsOf(lab: Lab, world: World, purchaseAt: Purchases): Promise<Counted> {
  const shop = await startShop(lab, world, { counting: true });
  const client = httpClient(shop.origin, 1);
  const buyOne = purchaseAt(client);
  const samples = lab.options.quick ? 10 : 100;
  // Whatever is read once and kept (places, holidays, plans) is no part of a purchase.
  for (let i = 0; i < 10; i++) await buyOne();
  await untilPassedOn(world.db);
  // Jobs of what was bought before would be counted with what is bought now.
  await forgetWaitingJobs(world.db);
  await shop.statements();
  for (let i = 0; i < samples; i++) await buyOne();
  await untilPassedOn(world.db);
  const counted = await shop.statements();
  client.close();
  await shop.stop();
  return statementFigures(counted, samples);
}

function statementFigures({ byRoute, beside }: Statements, samples: number): Counted {
  const each = (count: number): number => count / samples;
  const routes = Object.entries(byRoute).filter(([route]) => !route.includes('webhooks'));
  const all = each(routes.reduce((sum, [, { statements }]) => sum + statements, 0));
  const apart = each(Object.values(beside).reduce((sum, count) => sum + count, 0));
  const most = Object.entries(beside).toSorted(([, a], [, b]) => b - a);
  return {
    perRequest: routes.map(([, { requests, statements }]) => Math.round(statements / requests)),
    figures: [
      {
        name: 'SQL statements',
        value: all,
        unit: '',
        goal: { atMost: MOST_STATEMENTS },
        samples,
        note: 'in the server, begin and commit too'
      },
      { name: 'beside it: relay, jobs, sweeps', value: apart, unit: 'statements', samples, note: 'also those that a quiet shop sends' }
    ],
    remarks: [
      `by request: ${routes.map(([route, { requests, statements }]) => `${route} ${(statements / requests).toFixed(1)}`).join(', ')}`,
      `beside: ${most
        .slice(0, 6)
        .map(([words, count]) => `${words} ${each(count).toFixed(1)}`)
        .join(', ')}`
    ]
  };
}

type Bought = { purchaseAt: Purchases; perRequest: number[] };

async function loadsOf(lab: Lab, world: World, { purchaseAt, perRequest }: Bought): Promise<Figure[]> {
  const [shop, floor] = [await startShop(lab, world), await startFloor(lab, world)];
  const nothingAt: Purchases = (client) => async () => buyNothing(client, perRequest);
  const { rounds, seconds } = lab.options;
  const rates = new Map(AT_ONCE.map((atOnce) => [atOnce, [] as Load[]]));
  const cpu: number[] = [];
  const bare: number[] = [];
  await load(lab, shop, { atOnce: 8, seconds: seconds * 2, purchaseAt }); // Warms up; counts for nothing.
  await load(lab, floor, { atOnce: 8, seconds, purchaseAt: nothingAt });
  for (let round = 0; round < rounds; round++) {
    for (const atOnce of AT_ONCE) {
      await untilPassedOn(world.db);
      const done = await load(lab, shop, { atOnce, seconds, purchaseAt });
      rates.get(atOnce)?.push(done);
      cpu.push(done.cpuMs / done.done);
    }
    const nothing = await load(lab, floor, { atOnce: 8, seconds, purchaseAt: nothingAt });
    bare.push(nothing.cpuMs / nothing.done);
  }
  await Promise.all([shop.stop(), floor.stop()]);
  const cpuEach: Figure = {
    name: 'server CPU',
    value: median(cpu),
    unit: 'ms',
    goal: { atMost: MOST_CPU_MS },
    samples: [...rates.values()].flat().reduce((sum, { done }) => sum + done, 0),
    note: 'the whole process: relay, jobs and the simulated bank are in it'
  };
  const floorEach: Figure = {
    name: 'CPU of a bare server',
    value: median(bare),
    unit: 'ms',
    note: `node:http and pg, ${perRequest.length} requests with as many statements, nothing decided, nothing passed on; 8 at once`
  };
  return [cpuEach, floorEach, ...AT_ONCE.map((atOnce) => rateFigure(atOnce, rates.get(atOnce) ?? []))];
}

type Asked = { atOnce: number; seconds: number; purchaseAt: Purchases };

async function load(lab: Lab, shop: ShopProcess, { atOnce, seconds, purchaseAt }: Asked): Promise<Load & { cpuMs: number }> {
  const client = httpClient(shop.origin, atOnce);
  const buyOne = purchaseAt(client);
  const before = await shop.cpuMs();
  const done = await closedLoop({ atOnce, seconds, failures: lab.failures, next: () => buyOne });
  const cpuMs = (await shop.cpuMs()) - before;
  client.close();
  return { ...done, cpuMs };
}

function rateFigure(atOnce: number, loads: Load[]): Figure {
  const times = loads.flatMap((one) => one.times);
  return {
    name: `${atOnce} at once`,
    value: median(loads.map(({ perSecond }) => perSecond)),
    unit: 'purchases/s',
    samples: times.length,
    note: `each took ${Math.round(median(times))} ms, p99 ${Math.round(quantile(times, 0.99))} ms`
  };
}
