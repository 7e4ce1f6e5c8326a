import { expect, test } from 'vitest';
import type { AuditReport, BenchReport } from './report.ts';
import { resultsPage } from './results-page.ts';

const report: BenchReport = {
  at: '2026-11-25T12:00:00.000Z',
  commit: '0123456789ab',
  clean: true,
  options: { quick: false, only: ['live'], rounds: 3, seconds: 5 },
  machine: { cores: 2, model: 'Some CPU', memoryGB: 24, fsyncMs: 0.225, othersBefore: 0.04 },
  versions: { node: '24.21.0', postgres: '18.4' },
  settings: { fsync: 'on' },
  sections: [
    {
      name: 'live',
      title: 'a sale until pages know of it',
      figures: [
        { name: 'p99', value: 123.456, unit: 'ms', goal: { atMost: 500 }, samples: 43_000 },
        { name: 'ratio', value: 0.2, unit: '×', goal: { atLeast: 0.3 }, note: 'a | b' }
      ],
      remarks: ['a remark']
    }
  ],
  othersDuring: null,
  failures: { count: 0, first: [] },
  broken: []
};

test('the page says what was measured where, and which goal was met and which was missed', () => {
  const page = resultsPage([{ file: 'bench/x.json', report }], undefined);
  expect(page).toContain('Measured 2026-11-25 12:00 UTC at commit `0123456789ab`, 3 rounds of 5 s');
  expect(page).toContain('| p99 | 123 ms | ≤ 500 met | n = 43,000 |');
  expect(page).toContain('| ratio | 0.2 × | ≥ 0.3 **missed** | a \\| b |');
  expect(page).toContain('0 failures; all books balanced.');
});

test('a run whose books do not balance says that nothing of it counts', () => {
  expect(resultsPage([{ file: 'x', report: { ...report, broken: ['live: held differs'] } }], undefined)).toContain(
    '**1 books broken**: none of this counts'
  );
});

test('what the newest run did not measure stands as it was measured last, with its day', () => {
  const section = (name: 'policy' | 'live', value: number) => ({ name, title: 'some', figures: [{ name, value, unit: 'ms' }], remarks: [] });
  const older = { ...report, at: '2026-11-24T12:00:00.000Z', commit: 'older', sections: [section('live', 900), section('policy', 800)] };
  const quick = { ...older, at: '2026-11-24T13:00:00.000Z', commit: 'quick', options: { ...report.options, quick: true } };
  const kept = [report, quick, older].map((one) => ({ file: `bench/${one.commit}.json`, report: one }));
  const page = resultsPage(kept, undefined);
  expect(page).toMatch(/## Policy\nSome\.\nMeasured 2026-11-24 12:00 UTC at commit `older`: \[bench\/older.json\]/);
  expect(page).not.toContain('900');
});

test('before the first run the page says how to measure', () => {
  expect(resultsPage([], undefined)).toContain('Nothing has been measured yet');
});

test('what Lighthouse said stands under its own heading, page by page', () => {
  const audits: AuditReport = {
    at: '2026-11-25T13:00:00.000Z',
    commit: '0123456789ab',
    clean: true,
    rounds: 5,
    othersBefore: 0.02,
    pages: [{ name: 'product', figures: [{ name: 'LCP', value: 1_234, unit: 'ms', goal: { atMost: 1_800 }, samples: 5 }] }]
  };
  const page = resultsPage([], { file: 'bench/lighthouse/x.json', report: audits });
  expect(page).toContain('medians of 5 runs; other programs used 0.02 cores in the second before');
  expect(page).toMatch(/## On a phone[\s\S]*### Product[\s\S]*\| LCP \| 1,234 ms \| ≤ 1800 met \| n = 5 \|/);
});
