import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { isAnswering } from '#db/health.ts';
import { warmUp } from '#agents/warm-up.ts';
import { PlainTrouble } from '#db/plain-trouble.ts';
import { checkServer } from '#db/server-check.ts';
import { answerCall, isCall } from '#lib/server/api/door.ts';
import { theShop } from '#lib/server/composition.ts';
import { holdAssistant } from '#lib/server/held-assistant.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import { startRealtime } from '#realtime/server.ts';
import { compressed } from './steps/compress.ts';
import { listen } from './steps/listen.ts';
import { runProcess } from './steps/process.ts';
import { say } from './steps/progress.ts';
import { secretOf } from './steps/secret.ts';
import { settingsBeforeStart } from './steps/start-settings.ts';
import type { Undo } from './steps/undo.ts';
import { FILES_LIMIT, webServer, type Calls, type Pages } from './steps/web-server.ts';

// Production: pages, sockets, relay, jobs and the carrier simulator in one process. Several may work on one database.
const PATIENCE = 5_000;

await runProcess(async (undo) => {
  process.env['SECRET'] = secretOf(settingsBeforeStart().dataFolder);
  const settings = readSettings();
  await checkServer(settings.databaseUrl);
  holdAssistant(async () => import('#agents/assistant.ts'));
  const pages = await loadPages(settings);

  const { db } = theShop();
  undo.later(() => db.destroy());
  let closing = false;
  const http = webServer({ settings, pages, calls: callsOf(settings), isReady: async () => !closing && (await isAnswering(db)) });
  undo.later(() => endConnections(http));

  const realtime = await startRealtime(http);
  undo.later(async () => {
    closing = true;
    // Whoever is still being answered after this has to come again.
    setTimeout(() => http.closeAllConnections(), PATIENCE).unref();
    await realtime.stop();
  });

  await listen(http, settings);
  if (process.send) process.send('ready');
  else say(`Serving on http://localhost:${settings.port}`);
  warmAssistant(undo);
  return new Promise<never>(() => undefined);
});

/** Once the shop is open: the first shopper who asks waits no longer than all others. */
function warmAssistant(undo: Undo): void {
  const stopping = new AbortController();
  undo.later(() => stopping.abort());
  warmUp(stopping.signal).catch(theShop().report);
}

/** Calls of the API are answered beside the pages. */
function callsOf(settings: Settings): Calls {
  return (request, response) => {
    if (!isCall(request)) return false;
    void answerCall(theShop(), { request, response, settings, compressed });
    return true;
  };
}

/** The adapter reads its own settings while it loads, so they are set before. */
async function loadPages({ behindProxy }: Settings): Promise<Pages> {
  const file = new URL('../build/handler.js', import.meta.url);
  if (!existsSync(file)) throw new PlainTrouble('There is no build to serve: run npm run build first.');
  process.env['BODY_SIZE_LIMIT'] ??= String(FILES_LIMIT);
  process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto';
  if (behindProxy) process.env['ADDRESS_HEADER'] ??= 'x-forwarded-for';
  const { handler } = (await import(file.href)) as { handler: Pages };
  return handler;
}

/** Ends at once what is idle, and waits for what is being answered. */
async function endConnections(http: Server): Promise<void> {
  if (!http.listening) return;
  await new Promise((closed) => http.close(closed));
}
