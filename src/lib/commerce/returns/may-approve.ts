import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { maySeeOffice, mayGiveCash } from '../stores/staff-policy.ts';
import type { Proof } from './receipt-search.ts';

type Waiting = { approvedOnceBy: string | null; proof: Proof; askedBy: string | null };

/**
 * Whether that person's yes counts: nobody is two people, and what was bought without a receipt is for a manager to say who did not ask for it
 * themselves.
 */
export function mayApprove(actor: Actor, { approvedOnceBy, proof, askedBy }: Waiting): boolean {
  if (!isStaff(actor) || !maySeeOffice(actor) || approvedOnceBy === actor.userId) return false;
  return proof === 'receipt' || (mayGiveCash(actor) && askedBy !== actor.userId);
}
