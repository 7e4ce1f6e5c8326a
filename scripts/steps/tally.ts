import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

export type Tally = { passed: number; failed: number; leftOut: number };

const Vitest = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number(), numTodoTests: z.number() });
const Playwright = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }) });

/**
 * A step that breaks although no test failed (a build, a runner that could not start) counts as one failed,
 * so that the sum never looks better than the exit code.
 */
export function withBrokenStep(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

export function added(tallies: Tally[]): Tally {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, one) => total + pick(one), 0);
  return { passed: sum((one) => one.passed), failed: sum((one) => one.failed), leftOut: sum((one) => one.leftOut) };
}

export function inWords({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** A runner that reported nothing counts nothing. */
export function vitestTally(file: string): Tally {
  const report = reported(file, Vitest);
  if (!report) return NOTHING;
  return { passed: report.numPassedTests, failed: report.numFailedTests, leftOut: report.numPendingTests + report.numTodoTests };
}

/** A test that passed only when tried again has passed, and Playwright says so itself. */
export function playwrightTally(file: string): Tally {
  const report = reported(file, Playwright);
  if (!report) return NOTHING;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, leftOut: skipped };
}

const NOTHING: Tally = { passed: 0, failed: 0, leftOut: 0 };

function reported<T>(file: string, shape: z.ZodType<T>): T | undefined {
  return existsSync(file) ? shape.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
