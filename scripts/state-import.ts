import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '#db/migrate.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { importState } from '#lib/commerce/state/import-state.server.ts';
import { readLines } from '#lib/commerce/state/read-lines.server.ts';
import { stateReportText } from '#lib/commerce/state/report-words.ts';
import type { Conflict } from '#lib/commerce/state/state-report.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { theShop } from '#lib/server/composition.ts';
import { minorDigits } from '#lib/ui/money.ts';
import { openDatabase } from './steps/open-database.ts';
import { runProcess } from './steps/process.ts';
import { say, seconds } from './steps/progress.ts';

// Brings the state of a whole store in, all of a file or nothing of it. docs/state-format.md says what the file may hold.
const USAGE = 'npm run state:import -- FILE.jsonl [--dry-run] [--on-conflict keep|take|stop] [--json]';
const OFTEN = 100_000;

await runProcess(async (undo) => {
  const { file, dryRun, onConflict, json } = readArguments();
  await access(file).catch(() => {
    throw new PlainTrouble(`The file ${file} cannot be read.`);
  });
  await openDatabase(undo);
  const shop = theShop();
  undo.later(() => shop.db.destroy());
  await migrate(shop.db);

  const began = performance.now();
  let said = 0;
  const report = await importState(shop, SYSTEM, {
    fileName: basename(file),
    open: () => readLines(createReadStream(file)),
    dryRun,
    onConflict,
    digitsOf: minorDigits,
    progress(count, of) {
      // Orders are counted from nothing again.
      if (count < said) said = 0;
      if (json || count < said + OFTEN) return;
      said = count;
      say(of === 'lines' ? `${count} lines read` : `${count} orders written`);
    }
  });
  const took = performance.now() - began;
  say(json ? JSON.stringify(report, null, 2) : stateReportText(report));
  if (!json) say(`${seconds(took)}, ${Math.round((report.lines / took) * 1_000)} lines a second`);
  return report.outcome === 'refused' ? 1 : 0;
});

function readArguments() {
  const { values, positionals } = parsedArguments();
  const [file] = positionals;
  const onConflict = (['keep', 'take', 'stop'] as Conflict[]).find((one) => one === values['on-conflict']);
  if (file === undefined || positionals.length > 1) throw new PlainTrouble(`Say which file to import:\n${USAGE}`);
  if (!onConflict) throw new PlainTrouble(`--on-conflict ${values['on-conflict']} is not known; write one of: keep, take, stop.`);
  return { file, dryRun: values['dry-run'], json: values.json, onConflict };
}

function parsedArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'on-conflict': { type: 'string', default: 'stop' }
      }
    });
  } catch (fault) {
    throw new PlainTrouble(`${fault instanceof Error ? fault.message : String(fault)}\n${USAGE}`);
  }
}
