import type { Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/**
 * Whether a thing is taken back whose purchase nobody finds, and for how much store credit: the lowest price it was sold for of late, because
 * nobody knows which of them was paid. Null where it has no price.
 */
export function decideUnproven(policy: Policy, { lowestMinor }: { lowestMinor: number | null }): Ruling<{ amountMinor: number }> {
  const by = ruledBy(policy, 'limits.creditWithoutPurchaseMinor');
  const most = policy.terms.limits.creditWithoutPurchaseMinor;
  if (most === null || lowestMinor === null || lowestMinor === 0 || lowestMinor > most)
    return ruledOut(by, 'purchase-needed', '', ['support']);
  return { allowed: true, by, amountMinor: lowestMinor };
}
