import { freePort } from '#db/embedded-database.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { readSettings } from '#lib/server/settings.ts';
import { buildWhenStale } from './steps/build.ts';
import { startNode } from './steps/child.ts';
import { findChromium, withoutWindows } from './steps/chromium.ts';
import { prepareShop } from './steps/prepare-shop.ts';
import { codeOfSignal, runProcess } from './steps/process.ts';
import { programOf } from './steps/programs.ts';
import { step } from './steps/progress.ts';
import { secretOf } from './steps/secret.ts';
import { throwawayDatabase, throwawayFolder } from './steps/throwaway.ts';
import { WEB_FLAGS } from './steps/web-flags.ts';

// Browser tests against the built shop on a database of their own. What follows the command goes to Playwright:
// `npm run e2e -- --grep checkout`.
await runProcess(
  async (undo) => {
    const chromium = await step('chromium', 'looking for it', async () => {
      const whole = findChromium();
      // One that was named is the one that is meant.
      const lean = process.env['CHROMIUM'] ? whole : withoutWindows(whole);
      return { says: lean, value: { whole, lean } };
    });
    const folder = throwawayFolder(undo);
    await step('database', 'starting', async () => {
      process.env['DATABASE_URL'] = await throwawayDatabase(undo, { inMemory: true });
      return { says: 'a throwaway PostgreSQL', value: undefined };
    });
    // Whatever the shop of this folder is set to, tests have their own; cookies are of the strict kind that https has.
    const own = { DATA_FOLDER: folder, PORT: String(await freePort()), SEED: 'mez', SECURE_COOKIES: 'true', SECRET: secretOf(folder, '') };
    Object.assign(process.env, own);
    // Fast enough for a parcel to reach its door while a test looks on, slow enough to be looked at.
    process.env['CARRIER_SPEED'] ||= '3000';
    for (const name of ['ORIGIN', 'BEHIND_PROXY', 'BIND_ADDRESS', 'WEBHOOK_SECRET']) delete process.env[name];

    const settings = readSettings();
    await prepareShop(settings);
    await step('pages', 'building', async () => ({
      says: (await buildWhenStale(undo)) ? 'built' : 'the build is fresh',
      value: undefined
    }));

    const web = startNode([...WEB_FLAGS, 'scripts/serve.ts']);
    undo.later(web.stop);
    const stopped = web.gone.then((code): never => {
      throw new PlainTrouble(`The shop under test has stopped (code ${code}); what it said stands above.`);
    });
    await Promise.race([web.ready, stopped]);

    const browsers = { CHROMIUM: chromium.lean, CHROMIUM_WITH_WINDOWS: chromium.whole };
    const env = { ...browsers, E2E_ORIGIN: `http://localhost:${settings.port}`, E2E_DATABASE_URL: settings.databaseUrl };
    const playwright = startNode([programOf('playwright'), 'test', ...process.argv.slice(2)], { env, signal: 'SIGINT', patience: 20_000 });
    undo.later(playwright.stop);
    return Promise.race([playwright.gone, stopped]);
  },
  { whenStopped: codeOfSignal }
);
