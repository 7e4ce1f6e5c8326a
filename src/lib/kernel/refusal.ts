/** Every "no" of the house, in alphabetical order. The code is part of the API: it is published and never changes its meaning. */
export type RefusalCode =
  | 'cart-empty'
  | 'forbidden'
  | 'hold-expired'
  | 'in-progress'
  | 'invalid'
  | 'key-reused'
  | 'no-service'
  | 'not-allowed'
  | 'not-found'
  | 'out-of-stock'
  | 'payment-declined'
  | 'price-changed'
  | 'promise-changed'
  | 'stale-version'
  | 'too-many-requests'
  | 'unknown-postcode';

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
