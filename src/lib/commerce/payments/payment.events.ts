import type { OfOrder } from '../orders/order.events.ts';
import type { BackReason, HowBack } from './money-back.ts';

type Money = { paymentId: string; amountMinor: number; currency: string };
/** Of a change of the order that costs more; left out for what the order itself costs. */
type OfChange = { changeId?: string };

/** `late`: the order, or the change of it, had lapsed meanwhile, so the money goes back. With `fulfilmentOrderId` the share of a parcel that left. */
export type PaymentCaptured = OfOrder<
  'payment.captured',
  Money & OfChange & { reference: string; late: boolean; fulfilmentOrderId?: string }
>;
/** Its bank stands for it, and nothing was taken yet. `late`: the order had lapsed meanwhile, so it is let go. */
export type PaymentAuthorized = OfOrder<'payment.authorized', Money & { reference: string; late: boolean }>;
/** A parcel left and its bank did not give its share: the office sees to it. */
export type CaptureRefused = OfOrder<'payment.capture_refused', Money & { fulfilmentOrderId: string; reason: string }>;
/** Its bank let go of so much that nobody takes any more. */
export type PaymentVoided = OfOrder<'payment.voided', Money>;
export type PaymentRefunded = OfOrder<'payment.refunded', Money & { reference: string }>;
export type PaymentDeclined = OfOrder<'payment.declined', Money & OfChange & { reason: string }>;
/** The bank wants the shopper first; `actionUrl` is where. */
export type PaymentActionRequired = OfOrder<'payment.action_required', Money & OfChange & { actionUrl: string }>;
/** The shopper tries again, with another instrument or the same: a new payment beside the declined one. */
export type PaymentRetried = OfOrder<'payment.retried', Money & OfChange & { method: string }>;
/** A change costs more than it gives back: the difference is to be paid until then. */
export type PaymentAsked = OfOrder<'payment.asked', Money & { changeId: string; method: string; payBy: string }>;
/** The difference was not paid in time: the change is not made. */
export type PaymentLapsed = OfOrder<'payment.lapsed', Money & { changeId: string }>;
/** Money is the shopper's again: of one payment, as a part of one credit. Of a parcel, when it is for one. */
export type RefundOwed = OfOrder<
  'refund.owed',
  Money & { refundId: string; creditId: string; fulfilmentOrderId: string | null; reason: BackReason; how: HowBack }
>;

/** Its bank does not take it back: its shopper or one of us sends it another way. Without a `refundId` it had come too late. */
export type RefundRefused = OfOrder<'refund.refused', Money & OfChange & { refundId: string | null; reason: string }>;
/** What a bank refused goes another way, or it is asked again. */
export type RefundRedirected = OfOrder<
  'refund.redirected',
  Money & OfChange & { refundId: string | null; how: 'bank' | 'by-hand' | 'store-credit' }
>;

export type PaymentEvent =
  | PaymentCaptured
  | PaymentAuthorized
  | CaptureRefused
  | PaymentVoided
  | PaymentRefunded
  | PaymentDeclined
  | PaymentActionRequired
  | PaymentRetried
  | PaymentAsked
  | PaymentLapsed
  | RefundOwed
  | RefundRedirected
  | RefundRefused;
