import { readFileSync } from 'node:fs';

/** What a run of the tests came to: each test by what it says, and whether it held. */
export type Results = { passed: number; total: number; holds: (says: string) => boolean };

type Report = { testResults: { name: string; assertionResults: { title: string; status: string }[] }[] };

/** `file`: only those of files whose path has this in it. What was not run holds nothing. */
export function resultsIn(report: string, file = ''): Results {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const all = testResults.filter(({ name }) => name.includes(file)).flatMap(({ assertionResults }) => assertionResults);
  const run = all.filter(({ status }) => status === 'passed' || status === 'failed');
  const passed = run.filter(({ status }) => status === 'passed');
  return { passed: passed.length, total: run.length, holds: (says) => passed.some(({ title }) => title.includes(says)) };
}
