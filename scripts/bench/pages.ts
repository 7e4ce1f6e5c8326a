import { settle } from '#db/bench/databases.ts';
import { thingsForSale } from '#db/bench/many-goods.ts';
import { startFixture } from './fixture.ts';
import { httpClient, type HttpClient } from './http-client.ts';
import type { Lab } from './lab.ts';
import { closedLoop, openLoop } from './load.ts';
import { note } from './progress.ts';
import { readPage } from './read-page.ts';
import type { Figure, Section } from './report.ts';
import { startShop, type ShopProcess } from './shop-process.ts';
import { median, quantile } from './stats.ts';

const AT_ONCE = 4;
const AT_LEAST = 0.5;
/** So many different products are looked at: few enough to be kept, as those that sell are. */
const PRODUCTS = 200;
const FIRST_BYTE_P99_MS = 100;

type Side = { name: string; process: ShopProcess; client: HttpClient; path: () => string };
type Pace = { perCpuSecond: number; perSecond: number; done: number; bytes: number };

/** Product pages made by the server, against the smallest page that SvelteKit, the adapter and our server can make. */
export async function measurePages(lab: Lab): Promise<Section> {
  const { quick, rounds, seconds } = lab.options;
  note('pages: a shop, and the page to compare with');
  const world = await lab.worldOf('pages', quick ? 500 : 10_000);
  await settle(world.db);
  const things = await thingsForSale(world.db, PRODUCTS);
  const shop = sideOf(
    'shop',
    await startShop(lab, world),
    takingTurns(things.map(({ handle }) => `/product/${encodeURIComponent(handle)}`))
  );
  const empty = sideOf('fixture', await startFixture(lab), () => '/');

  for (const side of [shop, empty]) await pace(lab, side, seconds * 2); // Warms up; counts for nothing.
  const a: Pace[] = [];
  const b: Pace[] = [];
  for (let round = 0; round < rounds; round++) {
    a.push(await pace(lab, shop, seconds));
    b.push(await pace(lab, empty, seconds));
  }
  const firstBytes = await firstBytesAtHalf(lab, shop, median(a.map(({ perSecond }) => perSecond)));
  for (const side of [shop, empty]) {
    side.client.close();
    await side.process.stop();
  }
  return sectionOf(a, b, firstBytes);
}

const sideOf = (name: string, process: ShopProcess, path: () => string): Side => ({
  name,
  process,
  path,
  client: httpClient(process.origin, 64)
});

function takingTurns(paths: string[]): () => string {
  let place = 0;
  return () => paths[place++ % paths.length] ?? '/';
}

async function pace(lab: Lab, { process, client, path }: Side, seconds: number): Promise<Pace> {
  let bytes = 0;
  const work = async () => {
    const page = await readPage(client, path());
    bytes += page.body.byteLength;
  };
  const before = await process.cpuMs();
  const load = await closedLoop({ atOnce: AT_ONCE, seconds, failures: lab.failures, next: () => work });
  const cpuSeconds = ((await process.cpuMs()) - before) / 1_000;
  return { perCpuSecond: load.done / cpuSeconds, perSecond: load.perSecond, done: load.done, bytes: bytes / load.done };
}

/** As a visitor waits for it: at half of what the page can bear, visitors coming when they like. */
async function firstBytesAtHalf(lab: Lab, { client, path }: Side, most: number): Promise<number[]> {
  const { rounds, seconds } = lab.options;
  const work = async () => (await readPage(client, path())).firstByteMs;
  const { times } = await openLoop({ perSecond: most / 2, seconds: rounds * seconds, failures: lab.failures, work });
  return times;
}

function sectionOf(a: Pace[], b: Pace[], firstBytes: number[]): Section {
  const ours = median(a.map((one) => one.perCpuSecond));
  const bare = median(b.map((one) => one.perCpuSecond));
  const sum = (paces: Pace[]) => paces.reduce((all, { done }) => all + done, 0);
  const samples = firstBytes.length;
  const waited = (share: number): Figure => ({
    name: `first byte, p${share * 100}`,
    value: quantile(firstBytes, share),
    unit: 'ms',
    samples
  });
  return {
    name: 'pages',
    title: 'the product page made by the server, against an empty SvelteKit page of 24 products',
    figures: [
      { name: 'product page', value: ours, unit: '/s of server CPU', samples: sum(a), note: sizeOf(a) },
      { name: 'empty page of 24 products', value: bare, unit: '/s of server CPU', samples: sum(b), note: sizeOf(b) },
      { name: 'ratio', value: ours / bare, unit: '× the empty page', goal: { atLeast: AT_LEAST }, note: 'medians, A-B-A-B' },
      waited(0.5),
      { ...waited(0.99), goal: { atMost: FIRST_BYTE_P99_MS } }
    ],
    remarks: [
      'first bytes: an open loop at half of what the product page can bear',
      'the CPU of the shop has its relay, jobs and sweeps in it'
    ]
  };
}

const sizeOf = (paces: Pace[]): string => `${(median(paces.map(({ bytes }) => bytes)) / 1_000).toFixed(1)} kB each as sent`;
