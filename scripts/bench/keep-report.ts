import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUSE } from '../steps/programs.ts';
import type { BenchReport } from './report.ts';
import { resultsPage } from './results-page.ts';

const FOLDER = 'bench';
const PAGE = 'docs/benchmarks.md';

/** Keeps a report under its date and commit and makes the page of the documentation from it. @returns both files, from the root */
export function keepReport(report: BenchReport): string[] {
  const file = `${FOLDER}/${report.at.slice(0, 16).replaceAll(':', '-')}-${report.commit}.json`;
  mkdirSync(join(HOUSE, FOLDER), { recursive: true });
  writeFileSync(join(HOUSE, file), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(HOUSE, PAGE), pageOfNewest());
  return [file, PAGE];
}

/** The page as it must be: made from the newest report that is kept. */
export function pageOfNewest(): string {
  const kept = existsSync(join(HOUSE, FOLDER)) ? readdirSync(join(HOUSE, FOLDER)) : [];
  const newest = kept
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .at(-1);
  if (newest === undefined) return resultsPage(undefined);
  const file = `${FOLDER}/${newest}`;
  return resultsPage({ file, report: JSON.parse(readFileSync(join(HOUSE, file), 'utf8')) as BenchReport });
}
