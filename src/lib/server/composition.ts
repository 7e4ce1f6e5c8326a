import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { connect } from '#db/client.ts';
import { outboxSignal } from '#db/outbox-signal.ts';
import { accessKeys } from './access-keys.ts';
import { newCode, newDigits } from './codes.ts';
import { publicHolidays } from './holidays.ts';
import { mailer } from './mailer.ts';
import { carrierSimulator } from './providers/carrier-simulator/carrier-simulator.ts';
import { easyPost } from './providers/easypost/easypost.ts';
import { testBank, type TestBank } from './providers/test-bank/test-bank.ts';
import { readSettings } from './settings.ts';
import { vanOf } from './van.ts';
import { webPusher } from './web-push.ts';
import type { Shop } from './shop.ts';

/** The world outside, in fake: it lives in this process but keeps its own books. `start` lets it send its webhooks. */
export type Outside = { bank: TestBank; start: () => void; stop: () => Promise<void> };

const COMPOSED = Symbol.for('throughline.composed');
const shared = globalThis as typeof globalThis & { [COMPOSED]?: { shop: Shop; outside: Outside } };

/** One Shop a process, although the pages are a bundle and the sockets beside them are not, and dev reloads modules. */
export function theShop(): Shop {
  return (shared[COMPOSED] ??= compose()).shop;
}

export function theOutside(): Outside {
  return (shared[COMPOSED] ??= compose()).outside;
}

function compose(): { shop: Shop; outside: Outside } {
  const settings = readSettings();
  const now = () => new Date();
  const report = (fault: unknown) =>
    void process.stderr.write(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
  const db = connect(settings.databaseUrl, { onError: report });
  const folder = join(settings.dataFolder, 'outside');
  mkdirSync(folder, { recursive: true });
  const ours = `http://127.0.0.1:${settings.port}/api/v1/webhooks`;
  const bank = testBank({
    journal: join(folder, 'test-bank.sqlite'),
    webhookUrl: `${ours}/bank`,
    webhookSecret: settings.webhookSecret,
    now,
    report
  });
  const van = carrierSimulator({
    journal: join(folder, 'carrier.sqlite'),
    webhookUrl: `${ours}/carrier`,
    webhookSecret: settings.webhookSecret,
    now,
    report,
    pace: { speed: settings.carrierSpeed }
  });
  const shop: Shop = {
    db,
    outbox: outboxSignal(db),
    payments: bank,
    carrier: settings.easyPost ? easyPost(settings.easyPost) : vanOf(van),
    keys: accessKeys(settings.secret),
    holidays: publicHolidays(),
    origin: settings.origin ?? `http://localhost:${settings.port}`,
    sendMail: settings.mail && mailer(settings.mail),
    replyTo: settings.replyTo,
    push: webPusher(settings.pushKeys),
    supportModel: settings.supportModel,
    supportTokensADay: settings.supportTokensADay,
    now,
    newId: uuidv7,
    newCode,
    newDigits,
    report
  };
  return {
    shop,
    outside: {
      bank,
      start() {
        bank.start();
        van.start();
      },
      async stop() {
        await Promise.all([bank.stop(), van.stop()]);
      }
    }
  };
}
