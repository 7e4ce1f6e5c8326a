import { readSettings } from '#lib/server/settings.ts';
import { openDatabase } from './steps/open-database.ts';
import { prepareShop } from './steps/prepare-shop.ts';
import { runProcess } from './steps/process.ts';

// Fills a shop that is empty; SEED names the world. A shop that holds something is left alone.
await runProcess(async (undo) => {
  await openDatabase(undo);
  await prepareShop(readSettings());
  return 0;
});
