import type { SupportTimes } from '#db/queries/support-times.ts';
import { csvLine, spreadsheetSafe } from '#lib/commerce/catalog/export/csv-text.ts';

const HEAD = [
  'by',
  'of',
  'tickets',
  'first answer s',
  'first answer p90 s',
  'solved',
  'solve s',
  'solve p90 s',
  'first answer service s',
  'solve service s',
  'late',
  'stars',
  'rated'
];

const number = (value: number | null, digits = 0): string => (value === null ? '' : value.toFixed(digits));

/** One line a week and one for each thing that tickets are about; times in seconds. */
export function timesCsv({ weeks, abouts }: { weeks: SupportTimes[]; abouts: SupportTimes[] }): string {
  const lines = [...weeks.map((one) => lineOf('week', one)), ...abouts.map((one) => lineOf('about', one))];
  return [HEAD, ...lines].map((cells) => csvLine(cells.map(spreadsheetSafe))).join('');
}

const lineOf = (by: string, one: SupportTimes): string[] => [
  by,
  one.of,
  String(one.tickets),
  number(one.firstMedian),
  number(one.firstP90),
  String(one.solved),
  number(one.solveMedian),
  number(one.solveP90),
  number(one.firstService),
  number(one.solveService),
  String(one.late),
  number(one.stars, 2),
  String(one.rated)
];
