import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { listedTools, toolDesk } from '#agents/tool-desk.ts';
import { answerLines } from '#agents/tool-batch.ts';
import { migrate } from '#db/migrate.ts';
import { connectUndoably } from '#db/undoable.ts';
import { theShop } from '#lib/server/composition.ts';
import { readSettings } from '#lib/server/settings.ts';
import { openDatabase } from './steps/open-database.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';
import { supportArguments } from './steps/support-arguments.ts';

// Calls a tool of the assistant as whomever one says, and prints what becomes of it as JSON. docs/decisions/0037 says what a tool may do.
await runProcess(async (undo) => {
  const asked = supportArguments(process.argv.slice(2));
  if (asked.what === 'list') {
    say(JSON.stringify(listedTools(), null, 2));
    return 0;
  }
  await openDatabase(undo);
  const shop = theShop();
  undo.later(() => shop.db.destroy());
  await migrate(shop.db);
  if (asked.what === 'call') {
    say(JSON.stringify(await toolDesk(shop).call(asked)));
    return 0;
  }
  const undoable = connectUndoably(readSettings().databaseUrl, shop.report);
  undo.later(() => undoable.db.destroy());
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of answerLines(lines, { shop: { ...shop, db: undoable.db }, undoable })) {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  }
  return 0;
});
