import { uuidv7 } from 'uuidv7';
import { outboxSignal } from '#db/outbox-signal.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import type { Staff } from '#lib/kernel/actor.ts';
import { accessKeys } from '#lib/server/access-keys.ts';
import { newCode, newDigits } from '#lib/server/codes.ts';
import { publicHolidays } from '#lib/server/holidays.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Lab, World } from './lab.ts';

export const TILL_NODE = 'blr-indiranagar';

const ASHA: Staff = { role: 'associate', userId: uuidv7(), name: 'Asha', nodeId: TILL_NODE, channel: 'pos' };

/** A till in this process, as if in another web process on the same database: sells one unit by the real command. */
export function openTill(lab: Lab, world: World): { sell: (variantId: string) => Promise<void> } {
  const shop: Shop = {
    db: world.db,
    outbox: outboxSignal(world.db),
    payments: nobody('bank') as Shop['payments'],
    carrier: nobody('carrier') as Shop['carrier'],
    keys: accessKeys(lab.secret),
    holidays: publicHolidays(),
    origin: 'http://localhost',
    sendMail: undefined,
    replyTo: 'talk@localhost',
    push: nobody('push service') as Shop['push'],
    supportModel: { kind: 'embedded' },
    supportTokensADay: 800_000,
    now: () => new Date(),
    newId: uuidv7,
    newCode,
    newDigits,
    report: lab.failures.note
  };
  return {
    async sell(variantId) {
      await sellInStore(shop, ASHA, { lines: [{ variantId, quantity: 1 }], payment: 'cash', key: uuidv7() });
    }
  };
}

/** A sale at the counter asks neither. */
function nobody(who: string): object {
  const get = (): never => {
    throw new Error(`the till has no ${who}`);
  };
  return new Proxy({}, { get });
}
