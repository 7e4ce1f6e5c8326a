import { endConsentFrom, lockRunningConsent, type Consent } from '#db/queries/customer-consents.ts';
import { inTransaction } from '#db/transaction.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideToEnd, lookUpEnded } from './consent-ending.ts';

/**
 * Ends a look, or takes back a code that was not used: by the customer, or by the associate who has it open. From this moment on
 * nothing is shown. What is over already stays so. Refuses `not-found` for whoever it is none of.
 */
export async function endConsent(shop: Shop, actor: Actor, { consentId }: { consentId: string }): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const running = await lockRunningConsent(tx, { id: consentId });
    if (!running) return;
    const by = sideOf(running, actor) ?? refuse('not-found');
    const version = await endConsentFrom(tx, running, { state: decideToEnd(running), at: shop.now() });
    if (version !== undefined) record(lookUpEnded(running, version, by));
  });
}

function sideOf({ customerId, openedBy, state }: Consent, actor: Actor): 'customer' | 'staff' | undefined {
  if (actor.role === 'shopper' && actor.customerId === customerId) return 'customer';
  return isStaff(actor) && state === 'open' && actor.userId === openedBy ? 'staff' : undefined;
}
