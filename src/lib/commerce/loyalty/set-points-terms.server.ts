import { changePointsTerms, pointsTerms } from '#db/queries/loyalty.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overPolicies } from '../stores/staff-policy.ts';
import { pointsTermsTopic } from './loyalty.events.ts';
import { troublesOf, type SetTerms } from './points-terms.ts';

/**
 * From now on orders earn by these, and points are turned by them; orders that earn already go on as they began. Refuses `forbidden`, `invalid` with what
 * is wrong, `not-found` for money the shop does not sell in, and `stale-version` when others hold by now.
 */
export async function setPointsTerms(
  shop: Shop,
  actor: Actor,
  { currency, version: seen, ...terms }: SetTerms
): Promise<{ version: number }> {
  overPolicies(actor);
  const [trouble] = Object.values(troublesOf(terms));
  if (trouble !== undefined) refuse('invalid', trouble);
  return inTransaction(shop, { actor }, async (tx, record) => {
    const version = await changePointsTerms(tx, { currency, seen, ...terms });
    if (version === undefined) refuse((await pointsTerms(tx, currency)) ? 'stale-version' : 'not-found');
    record({ type: 'loyalty.terms_changed', topic: pointsTermsTopic(currency), version, currency, ...terms });
    return { version };
  });
}
