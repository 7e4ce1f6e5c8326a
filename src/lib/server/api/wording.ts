import { wordsFor } from '#lib/commerce/policies/policy-words.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';

export type ProblemCode = RefusalCode | 'internal';

/** Where the shop's sentence speaks of pages and forms, programs are told what to send instead. */
const FOR_PROGRAMS: Partial<Record<ProblemCode, (detail: string | undefined) => string>> = {
  'body-too-large': (most) => `That is more than we read at once. Send ${most ?? '64 kB'} or less.`,
  'cart-changed': () => 'The cart changed since that version. Read it again and send the version it has now.',
  'cart-closed': () => 'This cart became an order or was given up. Open a new one.',
  'details-missing': () => 'Name, e-mail, phone and, for what is brought, the address are missing. Send them to /carts/{cartKey}/details.',
  'delivery-not-chosen': () => 'No way of delivery is chosen. Ask for the quotes and choose one of those that are open.',
  'in-progress': () => 'The same request, or the last payment, is still under way. Wait some seconds and send the same request again.',
  invalid: (problem) =>
    problem ? `The request cannot be right: ${problem}.` : 'The request cannot be right. The list errors says what is wrong and where.',
  'key-reused': () => 'This Idempotency-Key came with another request before. Make a new key for each new request.',
  'not-allowed': () =>
    'That is not possible in the present state, or this way to pay does not fit. Read it again to see where things stand.',
  'not-found': () => 'There is nothing here. Check the address, and the key or id in it.',
  'payment-unknown': () => 'The bank has not answered. Send the same again later; nothing is taken twice.',
  'price-changed': (what) =>
    `The price of ${what ?? 'something in the cart'} changed. Read the cart, show the new price, then accept it with PUT /carts/{cartKey}/prices.`,
  'promise-changed': () => 'The date that was shown cannot be kept any more. Ask for the quotes again.',
  internal: () => 'Something went wrong on our side. Send the same again with the same Idempotency-Key; nothing is done twice.'
};

/** What to do about it, for whoever writes the program. */
export function detailOf(code: ProblemCode, detail?: string): string {
  const inWords = FOR_PROGRAMS[code];
  if (inWords) return inWords(detail === code || detail === '' ? undefined : detail);
  return wordsFor(code as RefusalCode, detail);
}

/** `out-of-stock` becomes `Out of stock`. */
export function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
