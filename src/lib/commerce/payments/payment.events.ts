import type { OfOrder } from '../orders/order.events.ts';
import type { BackReason, HowBack } from './money-back.ts';

type Money = { paymentId: string; amountMinor: number; currency: string };

/** `late`: the order had lapsed meanwhile, so the money goes back. */
export type PaymentCaptured = OfOrder<'payment.captured', Money & { reference: string; late: boolean }>;
export type PaymentRefunded = OfOrder<'payment.refunded', Money & { reference: string }>;
export type PaymentDeclined = OfOrder<'payment.declined', Money & { reason: string }>;
/** The bank wants the shopper first; `actionUrl` is where. */
export type PaymentActionRequired = OfOrder<'payment.action_required', Money & { actionUrl: string }>;
/** The shopper tries again, with another instrument or the same: a new payment beside the declined one. */
export type PaymentRetried = OfOrder<'payment.retried', Money & { method: string }>;
/** Money is the shopper's again: of one payment, as a part of one credit. Of a parcel, when it is for one. */
export type RefundOwed = OfOrder<
  'refund.owed',
  Money & { refundId: string; creditId: string; fulfilmentOrderId: string | null; reason: BackReason; how: HowBack }
>;

export type PaymentEvent = PaymentCaptured | PaymentRefunded | PaymentDeclined | PaymentActionRequired | PaymentRetried | RefundOwed;
