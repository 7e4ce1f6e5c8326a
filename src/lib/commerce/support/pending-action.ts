import type { ChangeEffect } from '../order-change/change-effect.ts';
import type { PolicyMark, PolicyProfile } from '../policies/policy.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type { PendingActionState } from './pending-action.machine.ts';

/** So long a proposal may be confirmed: what it shows is of that moment. */
export const PROPOSED_MS = 10 * 60_000;
/** So long one of us has to say the second yes. */
export const STAFF_MS = 24 * 3_600_000;
/** Whoever confirms does it within this; what takes longer was cut off, and another press goes on with it. */
export const CONFIRMING_MS = 15_000;
/** What is not ended after this is ended by a sweep: its card has no button any more. Longer than what only takes its time. */
export const CUT_OFF_MS = 60_000;
/** What came of it is told so long, where it was cut off before: later nobody waits for it. */
export const TELL_WITHIN_MS = 24 * 3_600_000;
/** Somebody else's press, one that was faster, or a button of another talk: there is nothing new to say. */
export const UNTOLD: readonly RefusalCode[] = ['not-found', 'action-over', 'in-progress', 'action-elsewhere'];

/** What a tool wants done. `plan`: what its command is told besides the arguments, such as the seal of what was shown. Money in minor units. */
export type Proposal = {
  kind: string;
  orderId: string | null;
  arguments: object;
  plan: object;
  effect: object;
  amountMinor: number;
  currency: string;
  policy: PolicyMark | null;
  needsStaff: boolean;
};

export type PendingAction = Proposal & {
  id: string;
  threadId: string;
  argumentsHash: string;
  sessionSeal: string;
  state: PendingActionState;
  code: string | null;
  result: object | null;
  expiresAt: Date;
  confirmedAt: Date | null;
  approvedBy: string | null;
};

/** An action that somebody may do now, and how its order stood at that moment. */
export type Claimed = { action: PendingAction; before: object | null };

/** What really leaves the shop by a change: neither what is only taken off a sum still to be paid, nor what is paid anew before it. */
export function amountOf({ back, more }: Pick<ChangeEffect, 'back' | 'more'>): number {
  const sent = back.filter(({ how }) => how !== 'taken-off').reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return Math.max(0, sent - (more?.how === 'now' ? more.amountMinor : 0));
}

/** A shopper who presses a button is one; where the policy wants two people to look at so much money, one of us is the other. */
export const needsSecondYes = (amountMinor: number, { limits }: Pick<PolicyProfile, 'limits'>): boolean =>
  amountMinor > limits.twoPeopleAboveMinor;
