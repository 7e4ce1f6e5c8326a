import { offeredConsent, openConsent } from '#db/queries/customer-consents.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { consentSealOf, LOOK_MS, readConsentCode } from './consent.ts';
import { consentMachine } from './consent.machine.ts';
import { consentTopic } from './consent.events.ts';

/** `typed` as it was typed; `device` is the machine it was typed on, or the address where that is none of ours. */
export type LookUpCustomer = { typed: string; device: string };

/**
 * An associate may look at the customer who said the code, for fifteen minutes, once: there is no other way to find one. Tries are
 * counted before the code is looked at, and taken back from whoever knew one. Wrong, used and lapsed are told alike.
 * Refuses `forbidden`, `code-wrong`, `too-many-requests` (detail: seconds to wait).
 */
export async function lookUpCustomer(shop: Shop, actor: Actor, { typed, device }: LookUpCustomer): Promise<{ consentId: string }> {
  const { userId, nodeId, name } = atNode(actor, 'sell-in-store');
  const forgive = await countTry(shop, { userId, device });
  const at = shop.now();
  const code = readConsentCode(typed) ?? refuse('code-wrong');
  const offer = await offeredConsent(shop.db, { seal: consentSealOf(shop.keys.seal, code), at });
  if (!offer) refuse('code-wrong');
  const { id, customerId } = offer;
  const until = new Date(at.getTime() + LOOK_MS);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const context = { expiresAt: offer.expiresAt.toISOString() };
    advance(consentMachine, { state: offer.state, context }, { type: 'open', at: at.toISOString() });
    const version = await openConsent(tx, id, { at, until, userId, name, nodeId });
    if (version === undefined) refuse('code-wrong');
    const what = { consentId: id, customerId, userId, name, nodeId, until: until.toISOString() };
    record({ type: 'customer.looked_up', topic: consentTopic(id), version, ...what });
  });
  await forgive();
  return { consentId: id };
}

/** The long limit is what makes guessing hopeless: a code has six digits only. */
async function countTry(shop: Shop, { userId, device }: { userId: string; device: string }): Promise<() => Promise<void>> {
  const forgive = [
    await limited(shop, LIMITS.lookUpByPerson, userId),
    await limited(shop, LIMITS.lookUpByDevice, device),
    await limited(shop, LIMITS.lookUpByPersonLong, userId),
    await limited(shop, LIMITS.lookUpEverywhere, 'all')
  ];
  return async () => {
    for (const one of forgive) await one();
  };
}
