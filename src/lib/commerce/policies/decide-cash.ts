import type { Policy, Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** Whether one of us may give so much cash back without a manager. `givenMinor`: cash that went back for the same order before, by whoever. */
export function decideCash(policy: Policy, { amountMinor, givenMinor }: { amountMinor: number; givenMinor: number }): Ruling {
  const by = ruledBy(policy, 'limits.cashByAssociateMinor');
  const most = policy.terms.limits.cashByAssociateMinor;
  return amountMinor + givenMinor <= most ? { allowed: true, by } : ruledOut(by, 'cash-above-limit', String(most), []);
}
