import type { DeclineReason, PaymentOperation, PaymentTruth } from '#lib/commerce/payments/payment-provider.ts';

/** What has happened to one charge or authorisation so far, in minor units. */
export type Account = {
  opened: Extract<PaymentOperation, 'charge' | 'authorize'>;
  outcome: PaymentTruth['outcome'];
  openedAt: Date;
  authorizedMinor: number;
  capturedMinor: number;
  refundedMinor: number;
};

/** Banks let an authorisation lapse when nobody takes the money. */
const AUTHORIZATION_DAYS = 7;

/** Why the bank does not do it, or undefined when it does. */
export type Ruling = DeclineReason | undefined;

export function rulingOnCapture(account: Account, amountMinor: number, now: Date): Ruling {
  if (account.outcome === 'voided') return 'already-voided';
  if (account.opened !== 'authorize' || account.outcome !== 'authorized') return 'not-authorized';
  if (now.getTime() > account.openedAt.getTime() + AUTHORIZATION_DAYS * 86_400_000) return 'expired';
  return account.capturedMinor + amountMinor > account.authorizedMinor ? 'amount-too-high' : undefined;
}

/** What was authorised and not captured is let go. A step that still waits for the shopper can be called off as well: then a late "approve" takes no money. */
export function rulingOnVoid(account: Account): Ruling {
  if (account.capturedMinor > 0 && account.capturedMinor === account.authorizedMinor) return 'already-captured';
  if (account.outcome === 'voided') return 'already-voided';
  return account.outcome === 'authorized' || account.outcome === 'action-required' ? undefined : 'not-authorized';
}

export function rulingOnRefund(account: Account, amountMinor: number): Ruling {
  if (account.capturedMinor === 0) return 'not-captured';
  return account.refundedMinor + amountMinor > account.capturedMinor ? 'amount-too-high' : undefined;
}
