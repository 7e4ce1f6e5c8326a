import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './steps/chromium.ts';
import { programOf } from './steps/programs.ts';

// Lighthouse, mobile, against a running shop: `npm run lighthouse -- --origin http://localhost:3000 --rounds 3`.
const { values } = parseArgs({
  options: {
    origin: { type: 'string', default: 'http://localhost:3000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false }
  }
});
const PAGES = { home: '/', product: '/product/gumbad-table-lamp', listing: '/shop' };
const FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking';

type Report = { categories: Record<string, { score: number }>; audits: Record<string, { numericValue: number }> };
type Figures = Record<string, number>;

const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
const results: Record<string, Figures> = {};
for (const [name, path] of Object.entries(PAGES)) {
  const runs = Array.from({ length: Number(values.rounds) }, () => figuresOf(audit(values.origin + path)));
  results[name] = Object.fromEntries(Object.keys(runs[0] ?? {}).map((key) => [key, median(runs.map((run) => run[key] ?? 0))]));
  if (!values.json) process.stdout.write(`${name.padEnd(8)} ${JSON.stringify(results[name])}\n`);
}
rmSync(folder, { recursive: true, force: true });
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);

function audit(url: string): Report {
  const out = join(folder, 'report.json');
  const args = [programOf('lighthouse'), url, '--quiet', '--output=json', `--output-path=${out}`, `--chrome-flags=${FLAGS}`];
  const done = spawnSync(process.execPath, args, { env: { ...process.env, CHROME_PATH: findChromium() }, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`lighthouse failed on ${url}: ${done.stderr}`);
  return JSON.parse(readFileSync(out, 'utf8')) as Report;
}

/** Scores of 0 to 100; times in milliseconds. */
function figuresOf({ categories, audits }: Report): Figures {
  const scores = Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)]);
  const times = { lcp: 'largest-contentful-paint', cls: 'cumulative-layout-shift', tbt: 'total-blocking-time' };
  return Object.fromEntries([
    ...scores,
    ...Object.entries(times).map(([short, name]) => [short, Number((audits[name]?.numericValue ?? NaN).toFixed(3))])
  ]) as Figures;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
