import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { incumbentOf, lanesOf, monthsOf, scoresOf } from '#lib/commerce/fulfilment/forecast/scores.ts';
import { isFault, NEEDED_COLUMNS, readShipment, type RowFault, type Shipment } from '#lib/commerce/fulfilment/forecast/shipment.ts';
import { walkForward } from '#lib/commerce/fulfilment/forecast/walk-forward.ts';
import { etaOptions } from './steps/eta-options.ts';
import { etaReport } from './steps/eta-report.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// How well the promise would have been kept on any history: npm run eta -- FILE.csv --target 0.93 --from 2018-03-01 --json.
// It lives through the file as it happened and never looks ahead. docs/eta.md says what the columns and the figures mean.
const FAULTS_SHOWN = 5;
/** By itself the first half of the time teaches and the second is judged. */
const TEACHES = 0.5;

await runProcess(async () => {
  const { file, target, from, json } = etaOptions(process.argv.slice(2));
  const { shipments, faults } = await readFile(file);
  for (const { row, column, problem } of faults.slice(0, FAULTS_SHOWN)) process.stderr.write(`row ${row}: ${column} ${problem}\n`);
  if (faults.length > 0) process.stderr.write(`${faults.length} of ${shipments.length + faults.length} rows left out\n`);
  if (shipments.length === 0) throw new PlainTrouble(`There is no delivery in ${file}.`);

  const begins = from ?? halfway(shipments);
  const { said, silent } = walkForward(shipments, { from: begins, target });
  if (said.length === 0)
    throw new PlainTrouble('Nothing can be judged: nothing was bought in that period, or too little had arrived before.');
  const scores = scoresOf(said);
  if (json) say(JSON.stringify(scores));
  else say(etaReport({ scores, incumbent: incumbentOf(said), months: monthsOf(said), lanes: lanesOf(said), target, from: begins, silent }));
  return 0;
});

async function readFile(path: string): Promise<{ shipments: Shipment[]; faults: RowFault[] }> {
  const rows = parse({ bom: true, columns: true, skip_empty_lines: true, relax_column_count: true, trim: true });
  createReadStream(path)
    .on('error', (fault) => rows.destroy(fault))
    .pipe(rows);
  const shipments = new Map<string, Shipment>();
  const faults: RowFault[] = [];
  let row = 0;
  try {
    for await (const cells of rows as AsyncIterable<Record<string, string>>) {
      row += 1;
      if (row === 1) checkHeader(path, cells);
      const read = readShipment(cells, row);
      if (isFault(read)) faults.push(read);
      else if (shipments.has(read.orderId)) faults.push({ row, column: 'order_id', problem: `${read.orderId} came before` });
      else shipments.set(read.orderId, read);
    }
  } catch (fault) {
    throw fault instanceof Error && !(fault instanceof PlainTrouble)
      ? new PlainTrouble(`The file ${path} cannot be read: ${fault.message}`)
      : fault;
  }
  return { shipments: [...shipments.values()], faults };
}

function checkHeader(path: string, cells: Record<string, string>): void {
  const missing = NEEDED_COLUMNS.filter((column) => !(column in cells));
  if (missing.length > 0) throw new PlainTrouble(`${path} has no column ${missing.join(', ')}.`);
}

function halfway(shipments: Shipment[]): number {
  const bought = shipments.map(({ purchasedAt }) => purchasedAt);
  const first = bought.reduce((least, at) => Math.min(least, at));
  const last = bought.reduce((most, at) => Math.max(most, at));
  return first + (last - first) * TEACHES;
}
