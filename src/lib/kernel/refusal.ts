/** Every "no" of the house, in alphabetical order. The code is part of the API: it is published and never changes its meaning. */
export type RefusalCode =
  | 'action-changed'
  | 'action-elsewhere'
  | 'action-expired'
  | 'action-over'
  | 'addresses-full'
  | 'already-begun'
  | 'already-ended'
  | 'already-returning'
  | 'balance-changed'
  | 'balance-wrong'
  | 'balances-full'
  | 'body-too-large'
  | 'card-covers-less'
  | 'cash-above-limit'
  | 'cart-changed'
  | 'cart-closed'
  | 'cart-empty'
  | 'cart-full'
  | 'changed-before'
  | 'code-wrong'
  | 'delivery-not-chosen'
  | 'details-missing'
  | 'device-unknown'
  | 'device-unreachable'
  | 'devices-full'
  | 'exchange-not-offered'
  | 'exchanges-used'
  | 'final-sale'
  | 'forbidden'
  | 'hold-expired'
  | 'idempotency-key-missing'
  | 'in-progress'
  | 'invalid'
  | 'item-changes-used'
  | 'keep-not-offered'
  | 'key-reused'
  | 'label-missing'
  | 'link-over'
  | 'links-full'
  | 'merge-kept'
  | 'method-not-allowed'
  | 'method-not-offered'
  | 'more-than-came'
  | 'no-pickup-there'
  | 'no-service'
  | 'not-allowed'
  | 'not-delivered'
  | 'not-enough-points'
  | 'not-enough-stock'
  | 'not-for-sale'
  | 'not-found'
  | 'not-paid-so'
  | 'not-same-product'
  | 'nothing-asked'
  | 'nothing-brought'
  | 'order-cancelled'
  | 'orders-under-way'
  | 'out-of-stock'
  | 'passkey-refused'
  | 'passkeys-full'
  | 'password-weak'
  | 'password-wrong'
  | 'payment-declined'
  | 'payment-unknown'
  | 'photo-needed'
  | 'purchase-needed'
  | 'pin-refused'
  | 'pin-weak'
  | 'points-pending'
  | 'points-too-few'
  | 'price-changed'
  | 'prices-too-old'
  | 'promise-changed'
  | 'queue-closed'
  | 'queues-full'
  | 'reason-not-taken'
  | 'refund-way-not-offered'
  | 'returns-used'
  | 'saved-full'
  | 'sign-in-needed'
  | 'sign-in-refused'
  | 'signature-wrong'
  | 'stale-version'
  | 'too-late'
  | 'too-many'
  | 'too-many-requests'
  | 'too-much-offline'
  | 'unknown-postcode'
  | 'window-over'
  | 'wrong-content-type'
  | 'wrong-count'
  | 'wrong-item';

/** A "no" the business expects: shown to the person, never logged as a fault. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  /** What is written down of this "no", beside the transaction that it undoes. */
  readonly note?: object;
  constructor(code: RefusalCode, detail: string = code, note?: object) {
    super(detail);
    this.code = code;
    if (note) this.note = note;
  }
}

export function refuse(code: RefusalCode, detail?: string): never {
  throw new Refusal(code, detail);
}

/** By name and not by `instanceof`: a module can exist twice in one process (pages are a bundle, the rest is not). */
export function isRefusal(fault: unknown): fault is Refusal {
  return fault instanceof Error && fault.name === 'Refusal';
}
