import { ourFault, termsFor, type Policy, type ReturnMethod, type ReturnReason, type ReturnTerms, type Ruling } from './policy.ts';
import { ruledBy, ruledOut } from './ruling.ts';

/** A return as it was said, as far as its way back asks. Money in minor units. */
export type SaidReturn = {
  units: readonly { category: string; reason: ReturnReason }[];
  goodsMinor: number;
  bringingMinor: number;
  feeMinor: number;
};

/** Whether it may come in that way instead of the one that was said. */
export function decideWay(policy: Policy, units: readonly { category: string }[], method: ReturnMethod): Ruling {
  for (const { category } of units) {
    const { terms, rule } = termsFor(policy.terms, category);
    if (!terms.methods.includes(method)) return ruledOut(ruledBy(policy, rule), 'method-not-offered', method);
  }
  return { allowed: true, by: ruledBy(policy, 'returns') };
}

/** What is kept of its money then. The way that is really used decides the fee; who was told less pays no more for having changed it. */
export function feeInstead(policy: Policy, { units, goodsMinor, bringingMinor, feeMinor }: SaidReturn, method: ReturnMethod): number {
  const fee = wayFee(
    units.map(({ category, reason }) => ({ ...termsFor(policy.terms, category), reason })),
    method
  );
  return Math.min(feeMinor, fee, goodsMinor + bringingMinor);
}

/** The dearest of them counts once; what is all our fault costs nothing. */
export const wayFee = (units: readonly { terms: ReturnTerms; reason: ReturnReason }[], method: ReturnMethod): number =>
  units.every(({ reason }) => ourFault.has(reason)) ? 0 : Math.max(...units.map(({ terms }) => terms.fees[method]));
