import { openAfter } from '#lib/commerce/policies/obey.ts';
import { wordsFor } from '#lib/commerce/policies/policy-words.ts';
import type { WayOpen } from '#lib/commerce/policies/policy.ts';
import { isRefusal, type RefusalCode } from '#lib/kernel/refusal.ts';

const STATUS: Record<RefusalCode, number> = {
  'addresses-full': 409,
  'already-begun': 409,
  'already-ended': 409,
  'already-returning': 409,
  'balance-changed': 409,
  'balance-wrong': 404,
  'balances-full': 409,
  'body-too-large': 413,
  'card-covers-less': 409,
  'cash-above-limit': 409,
  'cart-changed': 409,
  'cart-closed': 409,
  'cart-empty': 409,
  'cart-full': 409,
  'changed-before': 409,
  'code-wrong': 404,
  'delivery-not-chosen': 409,
  'details-missing': 409,
  'device-unknown': 401,
  'device-unreachable': 409,
  'devices-full': 409,
  'exchange-not-offered': 409,
  'exchanges-used': 409,
  'final-sale': 409,
  forbidden: 403,
  'hold-expired': 409,
  'idempotency-key-missing': 400,
  'in-progress': 409,
  invalid: 400,
  'item-changes-used': 409,
  'keep-not-offered': 409,
  'key-reused': 422,
  'label-missing': 409,
  'link-over': 410,
  'links-full': 409,
  'merge-kept': 409,
  'method-not-allowed': 405,
  'method-not-offered': 409,
  'more-than-came': 409,
  'no-pickup-there': 422,
  'no-service': 422,
  'not-allowed': 409,
  'not-delivered': 409,
  'not-enough-stock': 409,
  'not-for-sale': 409,
  'not-found': 404,
  'not-paid-so': 409,
  'not-same-product': 409,
  'nothing-asked': 409,
  'nothing-brought': 409,
  'order-cancelled': 409,
  'orders-under-way': 409,
  'out-of-stock': 409,
  'passkey-refused': 401,
  'passkeys-full': 409,
  'password-weak': 422,
  'password-wrong': 401,
  'payment-declined': 402,
  'payment-unknown': 409,
  'photo-needed': 409,
  'purchase-needed': 409,
  'pin-refused': 401,
  'pin-weak': 422,
  'price-changed': 409,
  'prices-too-old': 409,
  'promise-changed': 409,
  'queue-closed': 409,
  'queues-full': 409,
  'reason-not-taken': 409,
  'refund-way-not-offered': 409,
  'returns-used': 409,
  'saved-full': 409,
  'sign-in-needed': 401,
  'sign-in-refused': 401,
  'signature-wrong': 401,
  'stale-version': 409,
  'too-late': 409,
  'too-many': 422,
  'too-many-requests': 429,
  'too-much-offline': 409,
  'unknown-postcode': 422,
  'window-over': 409,
  'wrong-content-type': 415,
  'wrong-count': 409,
  'wrong-item': 409
};

/** `open`: what can be done instead, where a policy said no. */
export type HttpRefusal = { status: number; code: RefusalCode; detail: string; message: string; open: readonly WayOpen[] };

export const statusOf = (code: RefusalCode): number => STATUS[code];

/** A refusal as status, code, detail and a sentence for people. What is no refusal is a fault, and thrown on. */
export function refusalToHttp(fault: unknown): HttpRefusal {
  if (!isRefusal(fault)) throw fault;
  const { code, message: detail } = fault;
  return { status: STATUS[code], code, detail, message: wordsFor(code, detail), open: openAfter(fault) };
}
