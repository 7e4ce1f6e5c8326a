import { endConsentFrom, insertConsent, lockRunningConsent } from '#db/queries/customer-consents.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { CONSENT_CODE_MS, consentCodeOf, consentSealOf } from './consent.ts';
import { decideToEnd, lookUpEnded } from './consent-ending.ts';
import { consentTopic } from './consent.events.ts';
import { theCustomer } from './customer.ts';

/** Two codes of six digits are alike once in a while; three times in a row they are not. */
const TRIES = 3;

/**
 * A customer makes a code that lets one associate look at their orders, saved things and cart. What was out or open before ends.
 * Refuses `not-allowed` for whoever is no customer; `in-progress` when two are made at the same moment.
 */
export async function offerConsent(shop: Shop, actor: Actor): Promise<{ consentId: string; code: string; expiresAt: string }> {
  const customerId = theCustomer(actor);
  const { seal } = shop.keys;
  return inTransaction(shop, { actor }, async (tx, record) => {
    const at = shop.now();
    const before = await lockRunningConsent(tx, { customerId });
    if (before) {
      const version = await endConsentFrom(tx, before, { state: decideToEnd(before), at });
      if (version !== undefined) record(lookUpEnded(before, version, 'customer'));
    }
    const expiresAt = new Date(at.getTime() + CONSENT_CODE_MS);
    for (let tries = 0; tries < TRIES; tries++) {
      const id = shop.newId();
      const code = consentCodeOf(seal, id);
      // oxlint-disable-next-line no-await-in-loop -- the next one only when these digits are taken
      if (!(await insertConsent(tx, { id, customerId, seal: consentSealOf(seal, code), at, expiresAt }))) continue;
      const what = { consentId: id, customerId, expiresAt: expiresAt.toISOString() };
      record({ type: 'customer.look_up_offered', topic: consentTopic(id), version: 1, ...what });
      return { consentId: id, code, expiresAt: expiresAt.toISOString() };
    }
    return refuse('in-progress');
  });
}
