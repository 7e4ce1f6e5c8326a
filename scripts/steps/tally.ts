import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';

/** `names`: of each test that failed its file, what it says and the first line of why, so that the end of a long output tells it. */
export type Tally = { passed: number; failed: number; leftOut: number; names: string[] };

const VitestTest = z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() });
const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), message: z.string().nullish(), assertionResults: z.array(VitestTest) }))
});
const Spec = z.object({ title: z.string(), file: z.string(), tests: z.array(z.object({ status: z.string() })) });
const Suite = z.object({
  specs: z.array(Spec).default([]),
  get suites() {
    return z.array(Suite).default([]);
  }
});
const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(Suite).default([])
});

/**
 * A step that breaks although no test failed (a build, a runner that could not start) counts as one failed,
 * so that the sum never looks better than the exit code.
 */
export function withBrokenStep(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

export function added(tallies: Tally[]): Tally {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, one) => total + pick(one), 0);
  const names = tallies.flatMap((one) => one.names);
  return { passed: sum((one) => one.passed), failed: sum((one) => one.failed), leftOut: sum((one) => one.leftOut), names };
}

export function inWords({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** A runner that reported nothing counts nothing. */
export function vitestTally(file: string): Tally {
  const report = reported(file, Vitest);
  if (!report) return NOTHING;
  const { numPassedTests: passed, numFailedTests: failed } = report;
  return { passed, failed, leftOut: report.numPendingTests + report.numTodoTests, names: report.testResults.flatMap(namesOf) };
}

/** A test that passed only when tried again has passed, and Playwright says so itself. */
export function playwrightTally(file: string): Tally {
  const report = reported(file, Playwright);
  if (!report) return NOTHING;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, leftOut: skipped, names: report.suites.flatMap(unexpectedIn) };
}

/** A file that could not be run at all fails without one of its tests. */
function namesOf({ name: path, message, assertionResults }: z.infer<typeof Vitest>['testResults'][number]): string[] {
  const name = relative('.', path);
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return message ? [`${name}: ${firstLine(message)}`] : [];
  return failed.map(({ fullName, failureMessages }) => `${name} › ${fullName}: ${firstLine(failureMessages?.[0] ?? '')}`);
}

function unexpectedIn({ specs, suites }: z.infer<typeof Suite>): string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'unexpected'));
  return [...own.map(({ file, title }) => `${file} › ${title}`), ...suites.flatMap(unexpectedIn)];
}

const firstLine = (text: string) => stripVTControlCharacters(text.split('\n', 1)[0] ?? '');

const NOTHING: Tally = { passed: 0, failed: 0, leftOut: 0, names: [] };

function reported<T>(file: string, shape: z.ZodType<T>): T | undefined {
  return existsSync(file) ? shape.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
