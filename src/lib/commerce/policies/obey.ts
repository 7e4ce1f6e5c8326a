import { Refusal } from '#lib/kernel/refusal.ts';
import type { PolicyMark, Ruling } from './policy.ts';

/** `asked`: what somebody wanted, such as `cancel` or `return`. */
export type AskedOf = { orderId: string; asked: string };
/** What stays of a "no", for the office. */
export type PolicyNo = AskedOf & { by: PolicyMark };

/** Goes on with what a policy allows; its "no" ends the command with the policy's code, and is written down beside it. */
export function obey<Yes>(ruling: Ruling<Yes>, about: AskedOf): { allowed: true; by: PolicyMark } & Yes {
  if (ruling.allowed) return ruling;
  const note: PolicyNo = { ...about, by: ruling.by };
  throw new Refusal(ruling.code, ruling.detail, note);
}
