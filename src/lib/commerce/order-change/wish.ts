import type { AskedUnits } from '../policies/changeable-order.ts';
import type { CancelReason } from '../policies/policy.ts';

/** What somebody wants changed. Without units all that has not ended is called off. */
export type ChangeWish = { kind: 'cancel'; units: readonly AskedUnits[] | null; reason: CancelReason } | { kind: 'note'; note: string };

export const LONGEST_NOTE = 500;
