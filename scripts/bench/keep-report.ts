import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUSE } from '../steps/programs.ts';
import type { AuditReport, BenchReport } from './report.ts';
import { resultsPage } from './results-page.ts';

const FOLDER = 'bench';
const AUDITS = 'bench/lighthouse';
const PAGE = 'docs/benchmarks.md';

type Kept<Report> = { file: string; report: Report };

/** Keeps a report under its date and commit and makes the page of the documentation from it. @returns both files, from the root */
export const keepReport = (report: BenchReport): string[] => keep(FOLDER, report);

/** The same for what Lighthouse says. */
export const keepAudits = (report: AuditReport): string[] => keep(AUDITS, report);

function keep(folder: string, report: BenchReport | AuditReport): string[] {
  const file = `${folder}/${report.at.slice(0, 16).replaceAll(':', '-')}-${report.commit}.json`;
  mkdirSync(join(HOUSE, folder), { recursive: true });
  writeFileSync(join(HOUSE, file), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(HOUSE, PAGE), pageOfNewest());
  return [file, PAGE];
}

/** The page as it must be: made from the reports that are kept. */
export const pageOfNewest = (): string => resultsPage(keptIn<BenchReport>(FOLDER), keptIn<AuditReport>(AUDITS)[0]);

/** The newest first. */
function keptIn<Report>(folder: string): Kept<Report>[] {
  const kept = existsSync(join(HOUSE, folder)) ? readdirSync(join(HOUSE, folder)) : [];
  const files = kept.filter((one) => one.endsWith('.json')).map((name) => `${folder}/${name}`);
  return files
    .toSorted()
    .toReversed()
    .map((file) => ({ file, report: JSON.parse(readFileSync(join(HOUSE, file), 'utf8')) as Report }));
}
