import { readSettings } from '#lib/server/settings.ts';
import { startNode } from './steps/child.ts';
import { refuseTakenPort } from './steps/listen.ts';
import { openDatabase } from './steps/open-database.ts';
import { prepareShop } from './steps/prepare-shop.ts';
import { runProcess } from './steps/process.ts';
import { programOf } from './steps/programs.ts';
import { step } from './steps/progress.ts';
import { settingsBeforeStart } from './steps/start-settings.ts';
import { sayWhereToGo } from './steps/where-to-go.ts';

// The same as start, with pages that change while they are written.
await runProcess(async (undo) => {
  await refuseTakenPort(settingsBeforeStart());
  await step('database', 'starting', async () => ({ says: await openDatabase(undo, { alone: true }), value: undefined }));
  const settings = readSettings();
  await prepareShop(settings);
  sayWhereToGo(settings);

  const vite = startNode([programOf('vite'), 'dev', '--port', String(settings.port), '--clearScreen', 'false']);
  undo.later(vite.stop);
  return vite.gone;
});
