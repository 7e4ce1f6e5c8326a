import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { busyWords, figureRows, intentRows, shareRow, startRow, table, unmeasured, yesOrNo } from './support-rows.ts';
import { resultsIn } from './vitest-results.ts';

test('a line says what is to be reached, what was, and whether that is enough', () => {
  const rows = [
    yesOrNo('one press', '1 effect', true),
    shareRow('shoppers', 0.9, { passed: 8, total: 10 }),
    shareRow('nobody', 0.9, { passed: 0, total: 0 }),
    unmeasured('intents', '≥ 0.750', 'needs a file')
  ];
  expect(table(rows).split('\n')).toEqual([
    'one press  goal 1 effect  ours 1 effect         reached',
    'shoppers   goal ≥ 0.900   ours 0.800 of 10      NOT reached',
    'nobody     goal ≥ 0.900   ours nothing was run  not measured',
    'intents    goal ≥ 0.750   ours needs a file     not measured'
  ]);
});

test('figures at their goal reach it, and those beyond do not', () => {
  const good = {
    firstPieceMs: 300,
    answerMs: 1_000,
    turnMs: 1_000,
    turnCpuMs: 50,
    batchCallsASecond: 200,
    answers: 300,
    liesThatPass: 0,
    personRecall: 0.95,
    personMs: 1_000,
    wishes: 100
  };
  expect(figureRows(good).every(({ isReached }) => isReached)).toBe(true);
  const bad = {
    firstPieceMs: 301,
    answerMs: 1_001,
    turnMs: 1_001,
    turnCpuMs: 51,
    batchCallsASecond: 199,
    answers: 300,
    liesThatPass: 1,
    personRecall: 0.94,
    personMs: 1_001,
    wishes: 100
  };
  expect(figureRows(bad).some(({ isReached }) => isReached)).toBe(false);
  const verdict = { n: 10, top1: 0.8, top3: 0.9, gatePrecision: 0.96, gateCoverage: 0.5, byIntent: {} };
  expect(intentRows('m.jsonl', verdict, { top1: 0.75, top3: 0.85 }).map(({ isReached }) => isReached)).toEqual([true, false]);
});

test('what is timed says what it took of a processor, and what else the machine did', () => {
  expect(startRow({ ms: 3_000.4, cpuMs: 812.3 })).toMatchObject({ ours: '3000 ms, 812 of a processor', isReached: false });
  expect(startRow({ ms: 900, cpuMs: 700 }).isReached).toBe(true);
  expect([busyWords(1.689, 2), busyWords(null, 2)]).toEqual(['While it was timed, other programs used 1.69 of 2 processors.', '']);
});

test('of a report of the tests only what was run counts, and what failed holds nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-rows-'));
  const file = join(folder, 'report.json');
  const one = (title: string, status: string) => ({ title, status });
  writeFileSync(
    file,
    JSON.stringify({
      testResults: [
        { name: '/a.test.ts', assertionResults: [one('it holds', 'passed'), one('it does not', 'failed'), one('later', 'skipped')] },
        { name: '/b.test.ts', assertionResults: [one('another', 'passed')] }
      ]
    })
  );
  const { passed, total, holds } = resultsIn(file, 'a.test');
  expect([passed, total, holds('holds'), holds('does not'), holds('another')]).toEqual([1, 2, true, false, false]);
  rmSync(folder, { recursive: true });
});
