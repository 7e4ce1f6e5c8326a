import { endConsentFrom, lapsedConsents, lockRunningConsent } from '#db/queries/customer-consents.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideToEnd, lookUpEnded } from './consent-ending.ts';

const AT_ONCE = 100;

/** Codes and looks whose time is over. Nothing of them is shown since then; now both sides are told. @returns how many */
export async function lapseConsents(shop: Shop): Promise<number> {
  const at = shop.now();
  const ids = await lapsedConsents(shop.db, at, AT_ONCE);
  for (const id of ids) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that no two are locked at once
    await inTransaction(shop, { actor: SYSTEM }, async (tx, record) => {
      const running = await lockRunningConsent(tx, { id });
      if (!running || running.expiresAt > at) return;
      const state = decideToEnd(running, { type: 'lapse', at: at.toISOString() });
      const version = await endConsentFrom(tx, running, { state, at });
      if (version !== undefined) record(lookUpEnded(running, version, 'time'));
    });
  }
  return ids.length;
}
