/** How the shopper pays. The last two are cash: no bank is asked, the money is only noted once it was counted. */
export type PaymentMethod = 'upi' | 'card' | 'cash_on_delivery' | 'pay_in_store';

/** `handle` is what the shopper typed (a UPI address, a card number): passed on to the provider, never stored or logged by us. */
export type Instrument = { method: PaymentMethod; handle?: string };

/** Money is in minor units (paise, cents) with its ISO 4217 code. `key` is derived from the thing paid for and stored before the call. */
export type ChargeOrder = {
  key: string;
  amountMinor: number;
  currency: string;
  instrument: Instrument;
  orderNumber: string;
  /** Where an action page sends the shopper afterwards. */
  returnUrl?: string;
};

/** Takes (part of) an authorised sum. `chargeReference` is the reference that `authorize` answered. */
export type CaptureOrder = { key: string; chargeReference: string; amountMinor: number };
export type VoidOrder = { key: string; chargeReference: string };
export type RefundOrder = { key: string; chargeReference: string; amountMinor: number };

export type DeclineReason =
  | 'action-refused'
  | 'already-captured'
  | 'already-voided'
  | 'amount-too-high'
  | 'bank-said-no'
  | 'expired'
  | 'instrument-unknown'
  | 'not-authorized'
  | 'not-captured'
  | 'reference-unknown';

export type Declined = { outcome: 'declined'; reference: string; reason: DeclineReason };
/** The shopper must do something at `actionUrl` first; the end of it comes by webhook, or by `find`. */
export type ActionRequired = { outcome: 'action-required'; reference: string; actionUrl: string };

/** A card as its bank knows it again: the same `fingerprint` each time, from which no number can be read. */
export type CardSeen = { brand: string; lastFour: string; fingerprint: string };

/** `card`: of whoever paid with one, here and for what is authorised. */
export type ChargeAnswer = { outcome: 'captured'; reference: string; card?: CardSeen } | Declined | ActionRequired;
export type AuthorizeAnswer = { outcome: 'authorized'; reference: string; card?: CardSeen } | Declined | ActionRequired;
export type CaptureAnswer = { outcome: 'captured'; reference: string } | Declined;
export type VoidAnswer = { outcome: 'voided'; reference: string } | Declined;
export type RefundAnswer = { outcome: 'refunded'; reference: string } | Declined;

export type PaymentOperation = 'charge' | 'authorize' | 'capture' | 'void' | 'refund';

/** What the provider's books say now about one key: it may have moved on since the first answer. */
export type PaymentTruth = { operation: PaymentOperation; amountMinor: number; currency: string } & (
  ChargeAnswer | AuthorizeAnswer | VoidAnswer | RefundAnswer
);

/**
 * Everything we ask of a bank. Each call may throw `ProviderUnreachable`: then nobody here knows whether it happened,
 * and the caller asks `find` or repeats the call with the same key. The same key with the same body gives the first
 * answer again; with another body it throws `KeyReused`, which is a fault of ours.
 */
export type PaymentProvider = {
  /** Authorises and takes in one step. Cash is noted as captured: call it when the money was counted. */
  charge(order: ChargeOrder): Promise<ChargeAnswer>;
  authorize(order: ChargeOrder): Promise<AuthorizeAnswer>;
  capture(order: CaptureOrder): Promise<CaptureAnswer>;
  /** Lets go of what was authorised and not captured. */
  void(order: VoidOrder): Promise<VoidAnswer>;
  /** Several part refunds of one charge are possible, each with its own key, together never above what was captured. */
  refund(order: RefundOrder): Promise<RefundAnswer>;
  /** The truth for one key of any of the calls above, undefined when it never reached the books. */
  find(key: string): Promise<PaymentTruth | undefined>;
  /** A card that is held to the bank's reader, with nothing charged. Undefined for what is none. */
  readCard(handle: string): Promise<CardSeen | undefined>;
};

/** No answer came (time-out, cut line): the work may or may not be done. */
export class ProviderUnreachable extends Error {
  override name = 'ProviderUnreachable';
}

/** A key came back with another body. */
export class KeyReused extends Error {
  override name = 'KeyReused';
}

/** By name and not by `instanceof`: a module can exist twice in one process (pages are a bundle, the rest is not). */
export function isProviderUnreachable(fault: unknown): fault is ProviderUnreachable {
  return fault instanceof Error && fault.name === 'ProviderUnreachable';
}

export function isKeyReused(fault: unknown): fault is KeyReused {
  return fault instanceof Error && fault.name === 'KeyReused';
}
