import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode } from '../steps/child.ts';
import { programOf } from '../steps/programs.ts';
import type { Undo } from '../steps/undo.ts';
import { LAMP } from './lamp.ts';
import { note } from './progress.ts';
import type { Figure, Goal } from './report.ts';
import { median } from './stats.ts';

type Measure = 'performance' | 'accessibility' | 'best-practices' | 'seo' | 'LCP' | 'CLS' | 'TBT' | 'speed of the machine';
export type Audit = Record<Measure, number>;
type Audited = {
  name: string;
  path: string;
  goals: Partial<Record<Measure, Goal>>;
  /** Measured in turns with the same page whose scripts are held back: what this machine gives to a page that runs nothing. */
  hasFloor?: boolean;
};

const CALM = { CLS: { atMost: 0.02 }, TBT: { atMost: 100 } };

/** Pages with what is asked of them. What search engines must not find has no goal there. */
export const AUDITED: readonly Audited[] = [
  { name: 'home', path: '/', goals: {} },
  {
    name: 'product',
    path: LAMP,
    hasFloor: true,
    goals: {
      performance: { atLeast: 95 },
      accessibility: { atLeast: 100 },
      'best-practices': { atLeast: 95 },
      seo: { atLeast: 100 },
      LCP: { atMost: 1_800 },
      ...CALM
    }
  },
  { name: 'listing', path: '/shop', goals: { performance: { atLeast: 95 }, LCP: { atMost: 2_000 }, ...CALM } },
  { name: 'checkout', path: '/checkout/details', goals: { performance: { atLeast: 90 }, LCP: { atMost: 2_000 }, ...CALM } }
];

const UNITS: Record<Measure, string> = {
  performance: 'of 100',
  accessibility: 'of 100',
  'best-practices': 'of 100',
  seo: 'of 100',
  LCP: 'ms',
  CLS: '',
  TBT: 'ms',
  // Its phone, four times slower, is meant for machines of 1,500 to 2,000 (docs/throttling.md of Lighthouse): on others it is another phone.
  'speed of the machine': 'of its index'
};

const FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync';

type Page = { url: string; cookie: string; chromium: string; withoutScripts?: boolean };

/** One run of Lighthouse in a browser of its own, by its usual phone on its usual slow line. One it could not finish is taken once more. */
export async function auditPage(undo: Undo, page: Page): Promise<Audit> {
  try {
    return await auditOnce(undo, page);
  } catch (fault) {
    note(`lighthouse: once more, because ${fault instanceof Error ? fault.message : String(fault)}`);
    return auditOnce(undo, page);
  }
}

async function auditOnce(undo: Undo, { url, cookie, chromium, withoutScripts }: Page): Promise<Audit> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-lighthouse-'));
  const out = join(folder, 'report.json');
  const asked = ['--quiet', '--output=json', `--output-path=${out}`, `--chrome-flags=${FLAGS}`, `--extra-headers={"Cookie":"${cookie}"}`];
  if (withoutScripts) asked.push('--blocked-url-patterns=*.js');
  const lighthouse = startNode([programOf('lighthouse'), url, ...asked], { env: { CHROME_PATH: chromium }, quiet: true });
  undo.later(lighthouse.stop);
  try {
    const code = await lighthouse.gone;
    if (code !== 0) throw new Error(`lighthouse failed on ${url} (code ${code}); what it said stands above`);
    return measuresIn(JSON.parse(readFileSync(out, 'utf8')) as Report, url);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Report = {
  finalDisplayedUrl: string;
  environment: { benchmarkIndex: number };
  categories: Record<string, { score: number | null } | undefined>;
  audits: Record<string, { numericValue?: number } | undefined>;
};

function measuresIn({ finalDisplayedUrl, environment, categories, audits }: Report, url: string): Audit {
  // A page that sent us on to another was not measured at all.
  if (finalDisplayedUrl !== url) throw new Error(`lighthouse asked for ${url} and came to ${finalDisplayedUrl}`);
  const score = (name: string): number => Math.round((categories[name]?.score ?? Number.NaN) * 100);
  const number = (name: string): number => audits[name]?.numericValue ?? Number.NaN;
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    seo: score('seo'),
    LCP: number('largest-contentful-paint'),
    CLS: number('cumulative-layout-shift'),
    TBT: number('total-blocking-time'),
    'speed of the machine': environment.benchmarkIndex
  };
}

export function medianAudit(goals: Audited['goals'], audits: Audit[]): Figure[] {
  return (Object.keys(UNITS) as Measure[]).map((name) => {
    const goal = goals[name];
    const value = median(audits.map((audit) => audit[name]));
    return { name, value, unit: UNITS[name], samples: audits.length, ...(goal && { goal }) };
  });
}
