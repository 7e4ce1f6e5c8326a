import { expect, test } from 'vitest';
import { timesCsv } from './times-csv.ts';

test('each week and each thing asked about has a line, and what nobody knows is empty; no cell is a formula', () => {
  const one = {
    tickets: 2,
    answered: 1,
    late: 1,
    firstMedian: 60.4,
    firstP90: 90,
    solved: 0,
    solveMedian: null,
    solveP90: null,
    firstService: 30.6,
    solveService: null,
    stars: null,
    rated: 0
  };
  const csv = timesCsv({ weeks: [{ of: '2026-11-23', ...one }], abouts: [{ of: '=order', ...one, stars: 4.5, rated: 2 }] });
  expect(csv.split('\n').slice(1)).toEqual(['week,2026-11-23,2,60,90,0,,,31,,1,,0', "about,'=order,2,60,90,0,,,31,,1,4.50,2", '']);
});
