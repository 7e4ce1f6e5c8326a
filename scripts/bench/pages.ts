import { setTimeout as pause } from 'node:timers/promises';
import { settle } from '#db/bench/databases.ts';
import { thingsForSale } from '#db/bench/many-goods.ts';
import { startFixture } from './fixture.ts';
import { neverTheSame, takingTurns } from './addresses.ts';
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
const IDLE_MS = 3_000;
const FIRST_BYTE_P99_MS = 100;

type Side = { process: ShopProcess; client: HttpClient; path: () => string };
type Pace = { perCpuSecond: number; perSecond: number; done: number; bytes: number };
/** `seen`: somebody saw the page within the minute and nothing of it changed. `anew`: made for this request, the catalogue known. */
type Paces = Record<'seen' | 'anew' | 'empty', Pace[]>;

/**
 * Product pages made by the server, against the smallest page that SvelteKit, the adapter and our server can make: the same packages, the
 * same server around it and the same compression, but no hooks, no policy, no styles in the page, nothing to look up. All that only our
 * page has is counted as its cost, the relay and the jobs in the same process too.
 */
export async function measurePages(lab: Lab): Promise<Section> {
  const { quick, rounds, seconds } = lab.options;
  note('pages: a shop, and the page to compare with');
  const world = await lab.worldOf('pages', quick ? 500 : 10_000);
  await settle(world.db);
  const things = await thingsForSale(world.db, PRODUCTS);
  const paths = things.map(({ handle }) => `/product/${encodeURIComponent(handle)}`);
  const shop = await startShop(lab, world);
  const seen = sideOf(shop, takingTurns(paths));
  const anew = sideOf(shop, neverTheSame(paths));
  const empty = sideOf(await startFixture(lab), () => '/');

  for (const side of [seen, anew, empty]) await pace(lab, side, seconds * 2); // Warms up; counts for nothing.
  const idle = await idleShare(shop);
  const paces: Paces = { seen: [], anew: [], empty: [] };
  for (let round = 0; round < rounds; round++) {
    paces.seen.push(await pace(lab, seen, seconds));
    paces.empty.push(await pace(lab, empty, seconds));
    paces.anew.push(await pace(lab, anew, seconds));
  }
  const firstBytes = await firstBytesAtHalf(lab, seen, median(paces.seen.map(({ perSecond }) => perSecond)));
  for (const side of [seen, anew, empty]) {
    side.client.close();
    await side.process.stop();
  }
  return sectionOf(paces, idle, firstBytes);
}

const sideOf = (process: ShopProcess, path: () => string): Side => ({ process, path, client: httpClient(process.origin, 64) });

/** CPU of a shop nobody looks at, in milliseconds a second. */
async function idleShare(process: ShopProcess): Promise<number> {
  const [before, began] = [await process.cpuMs(), performance.now()];
  await pause(IDLE_MS);
  return (((await process.cpuMs()) - before) / (performance.now() - began)) * 1_000;
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

function sectionOf({ seen, anew, empty }: Paces, idle: number, firstBytes: number[]): Section {
  const rate = (paces: Pace[]) => median(paces.map((one) => one.perCpuSecond));
  const figure = (name: string, paces: Pace[]): Figure => {
    const samples = paces.reduce((all, { done }) => all + done, 0);
    return { name, value: rate(paces), unit: '/s of server CPU', samples, note: sizeOf(paces) };
  };
  const ratio = (name: string, paces: Pace[], atLeast: number): Figure => {
    return { name, value: rate(paces) / rate(empty), unit: '× the empty page', goal: { atLeast }, note: 'medians, A-B-C-A-B-C' };
  };
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
      figure('product page that somebody saw before', seen),
      figure('product page made anew', anew),
      figure('empty page of 24 products', empty),
      ratio('ratio, seen before', seen, AT_LEAST),
      ratio('ratio, made anew', anew, AT_LEAST),
      {
        name: 'the shop with nobody in it',
        value: idle,
        unit: 'ms of CPU a second',
        note: 'relay, jobs and sweeps; in the figures of ours'
      },
      waited(0.5),
      { ...waited(0.99), goal: { atMost: FIRST_BYTE_P99_MS } }
    ],
    remarks: [
      `seen before: ${PRODUCTS} products in turn, whose facts are read for each request; each page is made anew once a minute, and counted`,
      'made anew: an address nobody had before; only the catalogue is known',
      'first bytes: an open loop at half of what the page seen before can bear'
    ]
  };
}

const sizeOf = (paces: Pace[]): string => `${(median(paces.map(({ bytes }) => bytes)) / 1_000).toFixed(1)} kB each as sent`;
