import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { added, inWords, playwrightTally, vitestTally, withBrokenStep } from './tally.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tally-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function report(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('the sum counts both runners', () => {
  const unit = vitestTally(
    report('vitest.json', { numPassedTests: 40, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] })
  );
  const browser = playwrightTally(report('playwright.json', { stats: { expected: 7, unexpected: 2, flaky: 1, skipped: 3 } }));
  expect(added([unit, browser])).toEqual({ passed: 48, failed: 3, leftOut: 6, names: [] });
  expect(inWords(added([unit, browser]))).toBe('48 passed, 3 failed');
});

test('what failed is named with the first line of why, a file that could not be run among it', () => {
  const ok = { fullName: 'holds', status: 'passed', failureMessages: [] };
  const bad = { fullName: 'a cart › keeps', status: 'failed', failureMessages: ['expected 1\n    at cart.test.ts:3'] };
  const counts = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 };
  const testResults = [
    { name: 'cart.test.ts', message: '', assertionResults: [ok, bad] },
    { name: 'gone.test.ts', message: 'no such module\n    at line 1', assertionResults: [] }
  ];
  expect(vitestTally(report('vitest.json', { ...counts, testResults })).names).toEqual([
    'cart.test.ts › a cart › keeps: expected 1',
    'gone.test.ts: no such module'
  ]);

  const spec = (title: string, status: string) => ({ title, file: 'buy.e2e.ts', tests: [{ status }] });
  const suites = [{ specs: [spec('buys', 'expected')], suites: [{ specs: [spec('pays', 'unexpected'), spec('looks', 'flaky')] }] }];
  const stats = { expected: 1, unexpected: 1, flaky: 1, skipped: 0 };
  expect(playwrightTally(report('playwright.json', { stats, suites })).names).toEqual(['buy.e2e.ts › pays']);
});

test('a runner that left no report counts nothing', () => {
  expect(vitestTally(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0, leftOut: 0, names: [] });
});

test('a report of another shape is not taken for a count', () => {
  expect(() => playwrightTally(report('playwright.json', { stats: {} }))).toThrow('expected');
});

test('a step that breaks without a failed test counts as one failed', () => {
  expect(withBrokenStep({ passed: 9, failed: 0, leftOut: 0, names: [] }, 1).failed).toBe(1);
  expect(withBrokenStep({ passed: 9, failed: 3, leftOut: 0, names: [] }, 1).failed).toBe(3);
  expect(withBrokenStep({ passed: 9, failed: 0, leftOut: 0, names: [] }, 0).failed).toBe(0);
});
