import { PlainTrouble } from '#db/plain-trouble.ts';
import { readSettings } from '#lib/server/settings.ts';
import { buildWhenStale } from './steps/build.ts';
import { startNode, type Child } from './steps/child.ts';
import { refuseTakenPort } from './steps/listen.ts';
import { openDatabase } from './steps/open-database.ts';
import { prepareShop } from './steps/prepare-shop.ts';
import { runProcess } from './steps/process.ts';
import { step } from './steps/progress.ts';
import { settingsBeforeStart } from './steps/start-settings.ts';
import { sayWhereToGo } from './steps/where-to-go.ts';
import { WEB_FLAGS } from './steps/web-flags.ts';

// Everything with one command: database, schema, goods, pages, and the process that serves them.
await runProcess(async (undo) => {
  await refuseTakenPort(settingsBeforeStart());
  await step('database', 'starting', async () => ({ says: await openDatabase(undo, { alone: true }), value: undefined }));
  const settings = readSettings();
  await prepareShop(settings);
  await step('pages', 'building them, because they are missing or their sources changed', async () => {
    return { says: (await buildWhenStale(undo)) ? 'built' : 'the build is fresh', value: undefined };
  });

  const web = startNode([...WEB_FLAGS, 'scripts/serve.ts']);
  undo.later(web.stop);
  await step('shop', 'opening', async () => {
    await Promise.race([web.ready, stoppedByItself(web)]);
    return { says: 'open', value: undefined };
  });
  sayWhereToGo(settings);
  return stoppedByItself(web);
});

async function stoppedByItself(web: Child): Promise<never> {
  throw new PlainTrouble(`The shop has stopped by itself (code ${await web.gone}); what it said stands above.`);
}
