import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { migrate } from '#db/migrate.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { exportState } from '#lib/commerce/state/export-state.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { theShop } from '#lib/server/composition.ts';
import { openDatabase } from './steps/open-database.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';

// Writes the state of the whole store, of some time or of one customer, as a file that `npm run state:import` reads back.
const USAGE = 'npm run state:export -- FILE.jsonl [--customer ID] [--from TIME] [--until TIME] [--at TIME]';

await runProcess(async (undo) => {
  const { file, ...asked } = readArguments();
  await openDatabase(undo);
  const shop = theShop();
  undo.later(() => shop.db.destroy());
  await migrate(shop.db);

  // Into a file beside the wanted one first: whoever looks finds the old file or the whole new one.
  const target = createWriteStream(`${file}.part`);
  const records = await exportState(shop, SYSTEM, asked, async (text) => {
    if (!target.write(text)) await once(target, 'drain');
  });
  target.end();
  await once(target, 'finish');
  await rename(`${file}.part`, file);
  say(`${file}: ${records} records`);
  return 0;
});

function readArguments() {
  const { values, positionals } = parsedArguments();
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new PlainTrouble(`Say which file to write:\n${USAGE}`);
  return {
    file,
    customerId: values.customer,
    from: moment('from', values.from),
    until: moment('until', values.until),
    at: moment('at', values.at)
  };
}

function moment(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new PlainTrouble(`--${name} ${text} is no time; write one as in 2026-11-25T00:00:00+05:30.`);
  return at;
}

function parsedArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { customer: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' }, at: { type: 'string' } }
    });
  } catch (fault) {
    throw new PlainTrouble(`${fault instanceof Error ? fault.message : String(fault)}\n${USAGE}`);
  }
}
