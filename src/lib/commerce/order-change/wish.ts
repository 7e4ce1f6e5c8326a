import type { AskedUnits } from '../policies/changeable-order.ts';
import type { CancelReason } from '../policies/policy.ts';

/** What somebody wants changed. Without units all that has not ended is called off. */
export type ChangeWish =
  | { kind: 'cancel'; units: readonly AskedUnits[] | null; reason: CancelReason }
  /** `method`: how the bank is to be asked for a difference; what is paid in cash needs none. */
  | ({ kind: 'swap'; toVariantId: string; method: 'upi' | 'card' } & AskedUnits)
  | AddressWish
  /** Whom it is paid by instead is said to the bank alone. */
  | { kind: 'payment'; method: 'upi' | 'card' }
  | { kind: 'note'; note: string };
/** City and state are those of the postcode; the mail address stays. */
export type AddressWish = { kind: 'address'; name: string; phone: string; line1: string; line2: string; postcode: string };
/** What a bank may be asked for. */
export type PaidWish = Extract<ChangeWish, { method: unknown }>;
export type SwapWish = Extract<ChangeWish, { kind: 'swap' }>;

export const LONGEST_NOTE = 500;
