import { countUse, forgiveUse, type RateLimit } from '#db/queries/rate-limits.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from './shop.ts';

/** The limits of the house; one number for all processes, because they are counted in the database. */
export const LIMITS = {
  signInByAccount: { name: 'sign-in-account', limit: 5, seconds: 15 * 60 },
  signInByAddress: { name: 'sign-in-address', limit: 50, seconds: 60 * 60 },
  /** Whatever makes us write a mail that somebody did not order. */
  mailByRecipient: { name: 'mail-recipient', limit: 5, seconds: 15 * 60 },
  mailByAddress: { name: 'mail-address', limit: 50, seconds: 60 * 60 },
  signInCodeByAddress: { name: 'sign-in-code-address', limit: 50, seconds: 60 * 60 },
  /** Each asks us to remember a challenge. */
  passkeyByAddress: { name: 'passkey-address', limit: 100, seconds: 60 * 60 },
  /** Choosing a delivery and placing the order, together. */
  checkoutByCart: { name: 'checkout', limit: 10, seconds: 60 },
  /** Nobody tries cards on an order of ours. */
  payByOrder: { name: 'pay', limit: 10, seconds: 60 },
  /** A shopper's word on a parcel: how it goes on, or comes instead. */
  wishByOrder: { name: 'wish', limit: 10, seconds: 60 },
  guestLookUpByAddress: { name: 'guest-look-up-address', limit: 5, seconds: 15 * 60 },
  guestLookUpByNumber: { name: 'guest-look-up-number', limit: 5, seconds: 15 * 60 },
  returnByOrder: { name: 'return', limit: 10, seconds: 60 },
  queueByAddress: { name: 'queue-address', limit: 30, seconds: 10 * 60 },
  orderGuessByAddress: { name: 'order-guess', limit: 20, seconds: 15 * 60 },
  handOverByCart: { name: 'hand-over', limit: 5, seconds: 60 },
  /** Only wrong codes count in the end. The one for everywhere is what keeps guessers out who come from many places. */
  codeByTerminal: { name: 'code-terminal', limit: 5, seconds: 10 * 60 },
  codeByAddress: { name: 'code-address', limit: 5, seconds: 10 * 60 },
  codeEverywhere: { name: 'code-everywhere', limit: 600, seconds: 10 * 60 },
  /** Wrong codes of gift cards and credit. They have 80 bits: this is for whoever tries a list of stolen ones. */
  valueByCart: { name: 'value-cart', limit: 10, seconds: 10 * 60 },
  valueByAddress: { name: 'value-address', limit: 20, seconds: 10 * 60 },
  valueEverywhere: { name: 'value-everywhere', limit: 600, seconds: 10 * 60 },
  pinByPerson: { name: 'pin-person', limit: 5, seconds: 15 * 60 },
  pinByDevice: { name: 'pin-device', limit: 5, seconds: 15 * 60 },
  /** Requests under a key that came with another: whoever knows the key would learn from them what it came with. */
  otherRequestByKey: { name: 'other-request-key', limit: 5, seconds: 15 * 60 },
  enrolByAddress: { name: 'enrol-address', limit: 5, seconds: 10 * 60 },
  enrolEverywhere: { name: 'enrol-everywhere', limit: 100, seconds: 10 * 60 },
  consentByCustomer: { name: 'consent', limit: 10, seconds: 10 * 60 },
  /** A customer's code has six digits only: the long limit is the one that makes guessing hopeless. */
  lookUpByPerson: { name: 'look-up-person', limit: 5, seconds: 10 * 60 },
  lookUpByPersonLong: { name: 'look-up-person-long', limit: 20, seconds: 12 * 60 * 60 },
  lookUpByDevice: { name: 'look-up-device', limit: 5, seconds: 10 * 60 },
  lookUpEverywhere: { name: 'look-up-everywhere', limit: 60, seconds: 10 * 60 },
  /** Whoever has no receipt: a phone number is no secret, so every search counts, also of those that find something. */
  searchReceiptByPerson: { name: 'search-receipt-person', limit: 10, seconds: 10 * 60 },
  searchReceiptByPersonLong: { name: 'search-receipt-person-long', limit: 40, seconds: 12 * 60 * 60 },
  searchReceiptByDevice: { name: 'search-receipt-device', limit: 20, seconds: 10 * 60 },
  searchBySession: { name: 'search', limit: 60, seconds: 60 },
  searchByAddress: { name: 'search-address', limit: 600, seconds: 60 },
  /** Asked for with every few letters. */
  suggestBySession: { name: 'suggest', limit: 240, seconds: 60 },
  suggestByAddress: { name: 'suggest-address', limit: 2400, seconds: 60 },
  /** Of a talk; a person who types fast stays below it. */
  messageBySession: { name: 'message', limit: 20, seconds: 60 },
  /** Of all who have no session and share an address: an office in which forty talk at once stays below it. */
  messageByAddress: { name: 'message-address', limit: 120, seconds: 60 },
  linkByAddress: { name: 'hand-over-link', limit: 20, seconds: 10 * 60 }
} as const satisfies Record<string, RateLimit>;

type Place = Pick<Shop, 'db' | 'now'>;

/** Counts one use. Refuses `too-many-requests` (detail: seconds to wait). The answer takes the use back. */
export async function limited(shop: Place, limit: RateLimit, subject: string): Promise<() => Promise<void>> {
  const ask = { ...limit, subject, at: shop.now() };
  const wait = await countUse(shop.db, ask);
  if (wait > 0) refuse('too-many-requests', String(wait));
  return () => forgiveUse(shop.db, ask);
}
