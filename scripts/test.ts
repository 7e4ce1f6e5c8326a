import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNode } from './steps/child.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { say, seconds } from './steps/progress.ts';
import { added, inWords, playwrightTally, vitestTally, withBrokenStep, type Tally } from './steps/tally.ts';
import { throwawayFolder } from './steps/throwaway.ts';
import type { Undo } from './steps/undo.ts';

// npm test: unit and integration tests, the build, the browser tests. All of them run, so that the sum is whole.
// A file named in TALLY gets the sum as JSON.
type Part = { name: string; args: string[]; tally: (folder: string) => Tally };

const PARTS: Part[] = [
  {
    name: 'unit and integration tests',
    args: ['scripts/with-database.ts', 'vitest', 'run'],
    tally: (folder) => vitestTally(join(folder, 'vitest.json'))
  },
  { name: 'build', args: ['scripts/build.ts'], tally: () => added([]) },
  { name: 'browser tests', args: ['scripts/e2e.ts'], tally: (folder) => playwrightTally(join(folder, 'playwright.json')) }
];

await runProcess(
  async (undo) => {
    const reports = throwawayFolder(undo);
    const results: { name: string; code: number; took: number; tally: Tally }[] = [];
    for (const part of PARTS) results.push(await ran(part, reports, undo));

    const sum = added(results.map(({ tally }) => tally));
    say('');
    for (const { name, code, took, tally } of results) say(`${name}: ${outcome(code, tally)} in ${seconds(took)}`);
    for (const name of sum.names) say(`failed: ${name}`);
    if (sum.leftOut > 0) say(`${sum.leftOut} left out`);
    say(inWords(sum));
    if (process.env['TALLY']) writeFileSync(process.env['TALLY'], JSON.stringify(sum));
    return results.some(({ code }) => code !== 0) ? 1 : 0;
  },
  { whenStopped: codeOfSignal }
);

async function ran({ name, args, tally }: Part, reports: string, undo: Undo) {
  say(`\n=== ${name}`);
  const began = performance.now();
  const child = startNode(args, { env: { TEST_REPORTS: reports }, patience: 30_000 });
  undo.later(child.stop);
  const code = await child.gone;
  return { name, code, took: performance.now() - began, tally: withBrokenStep(tally(reports), code) };
}

function outcome(code: number, tally: Tally): string {
  if (tally.passed + tally.failed > 0) return inWords(tally);
  return code === 0 ? 'done' : `code ${code}`;
}
