import { isRefusal, Refusal } from '#lib/kernel/refusal.ts';
import type { KeptRequest, PastParcel } from './past-requests.ts';
import type { PolicyMark, Ruling, WayOpen } from './policy.ts';

/** `asked`: what somebody wanted, such as `cancel` or `return`; `request`: what of it decides, to be decided again by another policy; `parcels`: how those stand that it is about. */
export type AskedOf = { orderId: string; asked: string; request?: KeptRequest; parcels?: readonly PastParcel[] };
/** What stays of a "no", for the office; and what can be done instead, for whoever asked. */
export type PolicyNo = AskedOf & { by: PolicyMark; open: readonly WayOpen[] };

/** Goes on with what a policy allows; its "no" ends the command with the policy's code, and is written down beside it. */
export function obey<Yes>(ruling: Ruling<Yes>, about: AskedOf): { allowed: true; by: PolicyMark } & Yes {
  if (ruling.allowed) return ruling;
  const note: PolicyNo = { ...about, by: ruling.by, open: ruling.open };
  throw new Refusal(ruling.code, ruling.detail, note);
}

/** What can be done instead of what was refused; of what no policy decided nothing is known. */
export const openAfter = (fault: unknown): readonly WayOpen[] => (isRefusal(fault) && fault.note ? (fault.note as PolicyNo).open : []);
