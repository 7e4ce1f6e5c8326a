/** Every "no" of the house, in alphabetical order. The code is part of the API: it is published and never changes its meaning. */
export type RefusalCode =
  | 'addresses-full'
  | 'body-too-large'
  | 'cart-changed'
  | 'cart-closed'
  | 'cart-empty'
  | 'cart-full'
  | 'code-wrong'
  | 'delivery-not-chosen'
  | 'details-missing'
  | 'device-unknown'
  | 'device-unreachable'
  | 'devices-full'
  | 'forbidden'
  | 'hold-expired'
  | 'idempotency-key-missing'
  | 'in-progress'
  | 'invalid'
  | 'key-reused'
  | 'label-missing'
  | 'links-full'
  | 'merge-kept'
  | 'link-over'
  | 'method-not-allowed'
  | 'no-pickup-there'
  | 'no-service'
  | 'not-allowed'
  | 'not-enough-stock'
  | 'not-for-sale'
  | 'not-found'
  | 'order-cancelled'
  | 'orders-under-way'
  | 'out-of-stock'
  | 'passkey-refused'
  | 'passkeys-full'
  | 'password-weak'
  | 'password-wrong'
  | 'payment-declined'
  | 'payment-unknown'
  | 'pin-refused'
  | 'pin-weak'
  | 'price-changed'
  | 'prices-too-old'
  | 'promise-changed'
  | 'queue-closed'
  | 'queues-full'
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
  | 'wrong-content-type'
  | 'wrong-count'
  | 'wrong-item';

/** A "no" the business expects: shown to the person, never logged as a fault. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, detail: string = code) {
    super(detail);
    this.code = code;
  }
}

export function refuse(code: RefusalCode, detail?: string): never {
  throw new Refusal(code, detail);
}

/** By name and not by `instanceof`: a module can exist twice in one process (pages are a bundle, the rest is not). */
export function isRefusal(fault: unknown): fault is Refusal {
  return fault instanceof Error && fault.name === 'Refusal';
}
