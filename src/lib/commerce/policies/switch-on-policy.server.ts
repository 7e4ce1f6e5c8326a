import { once } from '#db/queries/idempotency.ts';
import { findPolicy, insertPolicySwitch } from '#db/queries/policies.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overPolicies } from '../stores/staff-policy.ts';
import { MARKET } from '../stores/market.ts';
import { policyTopic } from './policy.events.ts';
import type { PolicyScope } from './policy-scope.ts';

/** `follows`: the number of the switch that was seen for the same ones, 0 for none. Without a profile they have none of their own any more. */
export type SwitchOnPolicy = PolicyScope & { follows: number; profile: string | null; version: number | null; key?: string };

/**
 * From the next order on these ones have this policy; what was ordered before keeps its own.
 * Refuses `forbidden`, `not-found`, `stale-version` (another holds for them by now), `invalid`.
 */
export async function switchOnPolicy(shop: Shop, actor: Actor, { key, ...input }: SwitchOnPolicy): Promise<void> {
  const { userId: authorId } = overPolicies(actor);
  const { profile, version, follows, ...scope } = input;
  const isForAll = scope.country === null && scope.channel === null && scope.customerGroup === null;
  if (profile === null && (isForAll || version !== null)) refuse('invalid', 'Everybody needs a policy.');
  await inTransaction(shop, { actor, once: once('switch-on-policy', key, input) }, async (tx, record) => {
    if (profile !== null) {
      const { terms } = (await findPolicy(tx, profile, version ?? 0)) ?? refuse('not-found');
      if (terms.currency !== MARKET.currency) refuse('invalid', `Its money is ${terms.currency}, and orders are in ${MARKET.currency}.`);
    }
    if (!(await insertPolicySwitch(tx, { ...scope, follows, profile, version, authorId, at: shop.now() }))) refuse('stale-version');
    record({ type: 'policy.changed', topic: policyTopic(scope), version: follows + 1, ...scope, profile, profileVersion: version });
    return null;
  });
}
