import { settle } from '#db/bench/databases.ts';
import { someOrders } from '#db/bench/many-orders.ts';
import { thingsForSale, wordsOfMany } from '#db/bench/many-goods.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { neverTheSame, takingTurns } from './addresses.ts';
import { askApi } from './api.ts';
import { httpClient, type HttpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { givePast } from './past-orders.ts';
import { note } from './progress.ts';
import { readPage } from './read-page.ts';
import { readyCarts, type Placeable } from './ready-carts.ts';
import type { Figure, Section } from './report.ts';
import { startShop, type ShopProcess } from './shop-process.ts';
import { median, quantile } from './stats.ts';

type Size = { skus: number; orders: number };

const SIZES: Size[] = [
  { skus: 50, orders: 1_000 },
  { skus: 5_000, orders: 10_000 },
  { skus: 50_000, orders: 100_000 }
];
const QUICK_SIZES: Size[] = [
  { skus: 50, orders: 20 },
  { skus: 500, orders: 200 }
];
const MOST_TIMES = 2;
const LISTINGS = [
  '/shop',
  '/shop?sort=price',
  '/shop/light',
  '/shop?sort=newest',
  '/shop/kitchen',
  '/shop?stock=in',
  '/shop/table?sort=price'
];
/** So many products and orders of each shop are looked at. */
const DIFFERENT = 200;

type Reader = Record<'listing' | 'search' | 'product' | 'track', () => string>;
/** Milliseconds by act and size. */
type Times = Map<string, number[]>;
type Grown = { size: Size; world: World; shop: ShopProcess; client: HttpClient; paths: Reader; carts: Placeable[] };

const READS = ['listing', 'search', 'product', 'track'] as const;
type Act = (typeof READS)[number] | 'place';
const ACTS: readonly Act[] = [...READS.slice(0, 3), 'place', 'track'];

/** How much longer things take in a large shop than in a small one. All shops are asked in turn, so that all have the same weather. */
export async function measureGrowth(lab: Lab): Promise<Section> {
  const samples = lab.options.quick ? 10 : 300;
  const shops: Grown[] = [];
  for (const size of lab.options.quick ? QUICK_SIZES : SIZES) shops.push(await grow(lab, size, samples));

  note('growth: asking them in turn');
  const times: Times = new Map();
  for (const act of ACTS) {
    await askInTurn(lab, shops, { act, times: new Map(), samples: Math.ceil(samples / 10) }); // Warms up; counts for nothing.
    await askInTurn(lab, shops, { act, times, samples });
  }
  for (const { client, shop } of shops) {
    client.close();
    await shop.stop();
  }
  return sectionOf(shops, times);
}

type Asking = { act: Act; times: Times; samples: number };

async function askInTurn(lab: Lab, shops: Grown[], { act, times, samples }: Asking): Promise<void> {
  for (let i = 0; i < samples; i++) {
    for (const shop of shops) {
      const ms = await timed(lab, shop, act);
      if (ms === undefined) continue;
      const known = times.get(keyOf(act, shop));
      if (known) known.push(ms);
      else times.set(keyOf(act, shop), [ms]);
    }
  }
}

const keyOf = (act: Act, { size }: Pick<Grown, 'size'>): string => `${act} ${size.skus}`;

async function grow(lab: Lab, size: Size, samples: number): Promise<Grown> {
  note(`growth: a shop of ${size.skus} SKUs and ${size.orders} orders`);
  const world = await lab.worldOf(`growth_${size.skus}`, size.skus);
  await givePast(lab, world, size.orders);
  const things = await thingsForSale(world.db, DIFFERENT);
  const carts = await readyCarts(lab, world, things, Math.ceil(samples * 1.1) + 1);
  await settle(world.db);
  const keys = accessKeys(lab.secret);
  const orders = (await someOrders(world.db, DIFFERENT)).map((id) => `/orders/${keys.make('order', id)}`);
  const words = await wordsOfMany(world.db);
  const shop = await startShop(lab, world);
  const paths: Reader = {
    listing: takingTurns(LISTINGS),
    search: takingTurns(words.map((word) => `/search?q=${encodeURIComponent(word)}`)),
    product: neverTheSame(things.map(({ handle }) => `/product/${encodeURIComponent(handle)}`)),
    track: takingTurns(orders)
  };
  return { size, world, shop, carts, paths, client: httpClient(shop.origin, 1) };
}

/** Undefined when it went wrong, which is noted. */
async function timed(lab: Lab, shop: Grown, act: Act): Promise<number | undefined> {
  const began = performance.now();
  try {
    if (act === 'place') await placeOne(shop);
    else await readPage(shop.client, shop.paths[act]());
    return performance.now() - began;
  } catch (fault) {
    lab.failures.note(fault);
    return undefined;
  }
}

async function placeOne({ client, carts }: Grown): Promise<void> {
  const cart = carts.pop();
  if (!cart) throw new Error('there are no carts left');
  const { cartKey, version } = cart;
  await askApi(client, { method: 'POST', path: `/carts/${cartKey}/order`, body: { version, method: 'upi' }, key: `place-${cartKey}` });
}

function sectionOf(shops: Grown[], times: Times): Section {
  const [smallest] = shops;
  const largest = shops.at(-1);
  const of = (act: Act, shop: Grown | undefined): number[] => (shop && times.get(keyOf(act, shop))) ?? [];
  const ratios = ACTS.map((act): Figure => {
    const values = shops.map((shop) => median(of(act, shop)));
    const value = median(of(act, largest)) / median(of(act, smallest));
    const way = values.map((ms) => ms.toFixed(1)).join(' → ');
    return { name: act, value, unit: '× the smallest shop', goal: { atMost: MOST_TIMES }, note: `medians ${way} ms` };
  });
  const each = shops.flatMap((shop) => ACTS.map((act) => figureOf(act, shop.size, of(act, shop))));
  return {
    name: 'growth',
    title: `from ${nameOf(smallest?.size)} to ${nameOf(largest?.size)}: as many times longer`,
    figures: [...ratios, ...each],
    remarks: [
      'one request at a time, all shops in turn; listing, search, product and track are pages, place is POST …/order',
      'each product page is made anew: a small shop would soon have shown all that it has, and kept pages would be compared with new ones'
    ]
  };
}

function figureOf(act: Act, size: Size, ms: number[]): Figure {
  return {
    name: `${act}, ${nameOf(size)}`,
    value: median(ms),
    unit: 'ms',
    samples: ms.length,
    note: `p95 ${quantile(ms, 0.95).toFixed(1)} ms`
  };
}

const nameOf = (size: Size | undefined): string =>
  size ? `${size.skus.toLocaleString('en')} SKUs and ${size.orders.toLocaleString('en')} orders` : 'none';
