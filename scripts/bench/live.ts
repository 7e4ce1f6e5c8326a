import { setTimeout as pause } from 'node:timers/promises';
import { settle } from '#db/bench/databases.ts';
import { levelVersions } from '#db/bench/counts.ts';
import { stockUp, thingsForSale } from '#db/bench/many-goods.ts';
import { startChild, type Child } from './child.ts';
import type { Lab, World } from './lab.ts';
import type { FromSockets, ToSockets } from './live-messages.ts';
import { note } from './progress.ts';
import type { Section } from './report.ts';
import { startShop } from './shop-process.ts';
import { quantile } from './stats.ts';
import { openTill, TILL_NODE } from './till.ts';

const P99_MS = 500;
/** Sales come at odd moments; some come sooner than a page may hear again, and then wait for the next message. */
const APART_MS = [50, 650, 250, 450, 150, 550, 350] as const;
const MEAN_APART_MS = 350;
const HEARD_WITHIN_MS = 10_000;

/** From a sale at a till of another process until a thousand open pages know of it. */
export async function measureLive(lab: Lab): Promise<Section> {
  const { quick, rounds, seconds } = lab.options;
  const sockets = quick ? 100 : 1_000;
  const sales = Math.max(5, Math.round((rounds * seconds * 1_000) / MEAN_APART_MS));
  note(`live: ${sockets} open pages, ${sales} sales`);
  const world = await lab.worldOf('live', quick ? 500 : 10_000);
  await stockUp(world.db, TILL_NODE, 100_000);
  await settle(world.db);
  const [thing] = await thingsForSale(world.db, 1);
  if (!thing) throw new Error('there is nothing to sell');

  const shop = await startShop(lab, world);
  const pages = await startChild<ToSockets, FromSockets>(lab, 'live-sockets.ts');
  await pages.tell({ say: 'open', origin: shop.origin, variantId: thing.variantId, count: sockets });
  const cpuBefore = await shop.cpuMs();
  const { asked, committed } = await sell(lab, world, { variantId: thing.variantId, sales });
  const heard = await heardBy(pages, { sockets, versions: [...committed.keys()], lab });
  const cpuMs = (await shop.cpuMs()) - cpuBefore;
  pages.close();
  await shop.stop();
  return sectionOf({ sockets, sales, heard, asked, committed, cpuMs });
}

type Times = Map<number, number>;

/** When each version of the stock was asked for, and when its commit was answered: milliseconds since the epoch. */
async function sell(lab: Lab, world: World, { variantId, sales }: { variantId: string; sales: number }) {
  const till = openTill(lab, world);
  const asked: Times = new Map();
  const committed: Times = new Map();
  let version = await levelVersions(world.db, variantId);
  for (let sale = 0; sale < sales; sale++) {
    version += 1;
    asked.set(version, epochMs());
    // oxlint-disable-next-line no-await-in-loop -- one till
    await till.sell(variantId);
    committed.set(version, epochMs());
    // oxlint-disable-next-line no-await-in-loop -- customers do not come all at once
    await pause(APART_MS[sale % APART_MS.length]);
  }
  return { asked, committed };
}

const epochMs = (): number => performance.timeOrigin + performance.now();

type OpenPages = Child<ToSockets, Exclude<FromSockets, { said: 'fault' }>>;

type Wanted = { sockets: number; versions: number[]; lab: Lab };

/** Asks until every page knows of every sale; whoever never hears is a failure. */
async function heardBy(pages: OpenPages, { sockets, versions, lab }: Wanted): Promise<Record<number, number[]>> {
  const all: Record<number, number[]> = {};
  const missing = () => versions.reduce((sum, version) => sum + sockets - (all[version]?.length ?? 0), 0);
  for (const until = performance.now() + HEARD_WITHIN_MS; missing() > 0 && performance.now() < until; await pause(200)) {
    const answer = await pages.tell({ say: 'heard' });
    if (answer.said !== 'heard') continue;
    for (const [version, times] of Object.entries(answer.heard)) (all[Number(version)] ??= []).push(...times);
  }
  if (missing() > 0) lab.failures.note(`${missing()} times an open page never heard of a sale`);
  return all;
}

type Measured = { sockets: number; sales: number; heard: Record<number, number[]>; asked: Times; committed: Times; cpuMs: number };

function sectionOf({ sockets, sales, heard, asked, committed, cpuMs }: Measured): Section {
  const since = (times: Times) => [...times].flatMap(([version, at]) => (heard[version] ?? []).map((time) => time - at));
  const fromCommit = since(committed);
  const fromTill = since(asked);
  const samples = fromCommit.length;
  return {
    name: 'live',
    title: `a sale at a till of another process until ${sockets} open pages know of it`,
    figures: [
      { name: 'commit to heard, p50', value: quantile(fromCommit, 0.5), unit: 'ms', samples },
      { name: 'commit to heard, p99', value: quantile(fromCommit, 0.99), unit: 'ms', goal: { atMost: P99_MS }, samples },
      { name: 'till pressed to heard, p50', value: quantile(fromTill, 0.5), unit: 'ms', samples },
      { name: 'till pressed to heard, p99', value: quantile(fromTill, 0.99), unit: 'ms', samples },
      { name: 'server CPU', value: cpuMs / sales, unit: 'ms a sale', samples: sales, note: 'relay, reading and telling all pages' }
    ],
    remarks: [`pages hear at most four times a second: of ${sales} sales, some waited up to 250 ms for the next message`]
  };
}
