import { returnableUntil, type ReturnableOrder } from '../policies/decide-return.ts';
import type { Policy } from '../policies/policy.ts';

/** `isOver`: nothing of it is still to be sent or to come; `hasOpenReturn`: of what comes back nobody knows yet what is kept. */
export type PointsOrder = ReturnableOrder & { isOver: boolean; hasOpenReturn: boolean };

/**
 * From when the points of an order may be spent: when the last thing that came can no longer come back, by the policy of the order; at once where
 * nothing may. Null while that is not known.
 */
export function spendableFrom(policy: Policy, order: PointsOrder, at: Date): Date | null {
  if (!order.isOver || order.hasOpenReturn) return null;
  const ends: Date[] = [at];
  for (const line of order.lines) {
    const ruling = returnableUntil(policy, order, { ...line, claimed: 0 }, { at });
    if (!ruling.allowed && ruling.code === 'not-delivered') return null;
    if (ruling.allowed && line.claimed < line.quantity) ends.push(ruling.until);
  }
  return new Date(Math.max(...ends.map((end) => end.getTime())));
}
