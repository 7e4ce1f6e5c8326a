import { buildWhenStale } from '../steps/build.ts';
import type { Undo } from '../steps/undo.ts';
import { measureCarts } from './carts.ts';
import { theCommit } from './commit.ts';
import { watchOthers } from './cpu.ts';
import { measureEta } from './eta.ts';
import { measureGrowth } from './growth.ts';
import { measureHot } from './hot.ts';
import { openLab, type Lab } from './lab.ts';
import { theMachine } from './machine.ts';
import type { BenchOptions, SectionName } from './options.ts';
import { measureOrders } from './orders.ts';
import { measureLive } from './live.ts';
import { measurePages } from './pages.ts';
import { measureOutage } from './outage.ts';
import { measurePeak } from './peak.ts';
import { note } from './progress.ts';
import { measurePolicy } from './policy.ts';
import { measurePurchase } from './purchase.ts';
import type { BenchReport, Head, Section } from './report.ts';
import { measureReturns } from './returns.ts';
import { measureSignInTiming } from './sign-in-timing.ts';
import { measureSourcing } from './sourcing.ts';
import { measureSupportTiming } from './support-timing.ts';
import { headLines, sectionLines, tailLines } from './words.ts';

const MEASURES: Record<SectionName, (lab: Lab) => Promise<Section>> = {
  purchase: measurePurchase,
  orders: measureOrders,
  pages: measurePages,
  live: measureLive,
  carts: measureCarts,
  hot: measureHot,
  sourcing: measureSourcing,
  outage: measureOutage,
  peak: measurePeak,
  eta: measureEta,
  policy: measurePolicy,
  returns: measureReturns,
  'support-timing': measureSupportTiming,
  'sign-in-timing': measureSignInTiming,
  growth: measureGrowth
};

/** Everything that was asked for, one after the other. `tell` hears each line when it is known. */
export async function benchmark(undo: Undo, options: BenchOptions, tell: (line: string) => void): Promise<BenchReport> {
  note('the build and a PostgreSQL of our own');
  await buildWhenStale(undo);
  const lab = await openLab(undo, options);
  const head = await headOf(lab);
  headLines(head).forEach(tell);

  const others = watchOthers();
  const sections: Section[] = [];
  for (const name of options.only) {
    // oxlint-disable-next-line no-await-in-loop -- never two measurements at once
    const section = await MEASURES[name](lab);
    sectionLines(section).forEach(tell);
    sections.push(section);
  }
  const othersDuring = others();
  note('the books of all databases');
  const report = { ...head, sections, othersDuring, failures: lab.failures.read(), broken: await lab.broken() };
  tailLines(report).forEach(tell);
  return report;
}

async function headOf({ folder, facts, options }: Lab): Promise<Head> {
  const { only, rounds, seconds, quick } = options;
  return {
    at: new Date().toISOString(),
    ...theCommit(),
    options: { only, rounds, seconds, quick },
    machine: await theMachine(folder),
    versions: { node: process.versions.node, postgres: facts.version },
    settings: facts.settings
  };
}
