import { uuidv7 } from 'uuidv7';
import { insertOpenCarts, openCartCeiling, type CartCeiling } from '#db/bench/cart-ceiling.ts';
import { settle } from '#db/bench/databases.ts';
import { stockUp, thingsForSale, type SoldThing } from '#db/bench/many-goods.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { askApi } from './api.ts';
import type { FromCarts, ToCarts } from './cart-messages.ts';
import { betweenScreens } from './cart-screens.ts';
import { startChild } from './child.ts';
import { httpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { closedLoop, type Load } from './load.ts';
import { note } from './progress.ts';
import { untilPassedOn } from './quiet.ts';
import type { Section } from './report.ts';
import { startShop, type ShopProcess } from './shop-process.ts';
import { median, quantile } from './stats.ts';
import { TILL_NODE } from './till.ts';

const AT_ONCE = 32;
const AT_LEAST = 0.25;
const P99_MS = 150;
const PRESSES_PER_SECOND = 40;
/** So many carts take turns, so that two callers seldom meet at one. */
const CARTS = 4_000;

type Bench = { lab: Lab; world: World; shop: ShopProcess; ceiling: CartCeiling; things: SoldThing[] };
type Cpu = { cpuMs: number };

/** A cart on two devices, and how much adding over HTTP costs beside the least that a correct addition needs. */
export async function measureCarts(lab: Lab): Promise<Section> {
  const { quick, rounds, seconds } = lab.options;
  const world = await lab.worldOf('carts', quick ? 500 : 10_000);
  await stockUp(world.db, TILL_NODE, 100_000);
  await settle(world.db);
  const things = await thingsForSale(world.db, 2_000);
  const shop = await startShop(lab, world);
  const ceiling = openCartCeiling(world.url, AT_ONCE);
  const bench: Bench = { lab, world, shop, ceiling, things };
  try {
    const live = await between(bench, { shared: quick ? 50 : 500, seconds: rounds * seconds });
    const screens = await betweenScreens(lab, shop.origin);
    const added = await compare(bench);
    return { ...added, figures: [...live, ...screens, ...added.figures] };
  } finally {
    await ceiling.close();
    await shop.stop();
  }
}

async function between({ lab, world, shop, things }: Bench, { shared, seconds }: { shared: number; seconds: number }) {
  note(`carts: ${shared} of them on two devices each`);
  const carts = await openCarts(lab, world, shared);
  const devices = await startChild<ToCarts, FromCarts>(lab, 'cart-sockets.ts');
  await devices.tell({ say: 'open', origin: shop.origin, cartKeys: carts.map(({ key }) => key) });
  const operate = {
    say: 'operate' as const,
    variantIds: things.slice(0, 7).map(({ variantId }) => variantId),
    perSecond: PRESSES_PER_SECOND
  };
  // Warms up; counts for nothing.
  await devices.tell({ ...operate, seconds: 2 });
  const cpuBefore = await shop.cpuMs();
  const said = await devices.tell({ ...operate, seconds });
  const cpuMs = (await shop.cpuMs()) - cpuBefore;
  devices.close();
  const { heardMs, missed } = said.said === 'heard' ? said : { heardMs: [], missed: 1 };
  if (missed > 0) lab.failures.note(`${missed} operations were never heard on the other device`);
  const samples = heardMs.length;
  return [
    {
      name: 'device to device, p50',
      value: quantile(heardMs, 0.5),
      unit: 'ms',
      samples,
      note: `${shared} shared carts, ${PRESSES_PER_SECOND} presses a second`
    },
    { name: 'device to device, p99', value: quantile(heardMs, 0.99), unit: 'ms', goal: { atMost: P99_MS }, samples },
    { name: 'server CPU', value: cpuMs / samples, unit: 'ms a press', samples, note: 'applied, relayed and told to both' }
  ];
}

async function compare(bench: Bench): Promise<Section> {
  const { rounds, seconds } = bench.lab.options;
  // Warms up; counts for nothing.
  await ours(bench, seconds);
  await bare(bench, seconds);
  const a: (Load & Cpu)[] = [];
  const b: Load[] = [];
  for (let round = 0; round < rounds; round++) {
    // oxlint-disable-next-line no-await-in-loop -- never two measurements at once
    a.push(await ours(bench, seconds));
    // oxlint-disable-next-line no-await-in-loop -- as above
    b.push(await bare(bench, seconds));
  }
  const rate = median(a.map((one) => one.perSecond));
  const most = median(b.map((one) => one.perSecond));
  const times = a.flatMap((one) => one.times);
  return {
    name: 'carts',
    title: `carts on two devices each; and POST …/lines, ${AT_ONCE} at once against one web process`,
    figures: [
      { name: 'added', value: rate, unit: '/s', samples: times.length, note: rangeOf(a) },
      { name: 'ceiling', value: most, unit: '/s', samples: b.reduce((sum, { done }) => sum + done, 0), note: rangeOf(b) },
      { name: 'ratio', value: rate / most, unit: '× the ceiling', goal: { atLeast: AT_LEAST }, note: 'medians, A-B-A-B' },
      { name: 'server CPU', value: median(a.map(({ cpuMs, done }) => cpuMs / done)), unit: 'ms an addition' },
      {
        name: 'an addition took',
        value: median(times),
        unit: 'ms',
        samples: times.length,
        note: `p99 ${Math.round(quantile(times, 0.99))} ms`
      }
    ],
    remarks: ['ceiling: guarded stock, version, line, event and outbox in one statement over the bare driver, in the same tables']
  };
}

async function ours({ lab, world, shop, things }: Bench, seconds: number): Promise<Load & Cpu> {
  const carts = await openCarts(lab, world, CARTS);
  const client = httpClient(shop.origin, AT_ONCE);
  const next = turns(carts, things, ({ key }, { variantId }) => async () => {
    await askApi(client, { method: 'POST', path: `/carts/${key}/lines`, body: { variantId, quantity: 1 }, key: uuidv7() });
  });
  const cpuBefore = await shop.cpuMs();
  const load = await closedLoop({ atOnce: AT_ONCE, seconds, failures: lab.failures, next });
  const cpuMs = (await shop.cpuMs()) - cpuBefore;
  client.close();
  await untilPassedOn(world.db);
  return { ...load, cpuMs };
}

async function bare({ lab, world, ceiling, things }: Bench, seconds: number): Promise<Load> {
  const carts = await openCarts(lab, world, CARTS);
  const next = turns(
    carts,
    things,
    ({ id }, { variantId }, place) =>
      async () =>
        ceiling.add(id, variantId, place)
  );
  const load = await closedLoop({ atOnce: AT_ONCE, seconds, failures: lab.failures, next });
  await untilPassedOn(world.db);
  return load;
}

type Work = () => Promise<void>;

/** Through all carts, again and again, each time with another thing: at most twenty fit into one. */
function turns(
  carts: OpenCart[],
  things: SoldThing[],
  work: (cart: OpenCart, thing: SoldThing, place: number) => Work
): () => Work | undefined {
  let n = 0;
  return () => {
    const [cart, round] = [carts[n % carts.length], Math.floor(n / carts.length)];
    const thing = things[(n + round) % things.length];
    n += 1;
    return cart && thing && round < 20 ? work(cart, thing, round + 1) : undefined;
  };
}

type OpenCart = { id: string; key: string };

async function openCarts(lab: Lab, world: World, count: number): Promise<OpenCart[]> {
  const keys = accessKeys(lab.secret);
  const ids = Array.from({ length: count }, () => uuidv7());
  await insertOpenCarts(world.db, ids);
  return ids.map((id) => ({ id, key: keys.make('cart', id) }));
}

function rangeOf(loads: Load[]): string {
  return `rounds ${loads.map(({ perSecond }) => Math.round(perSecond)).join(', ')}`;
}
