import type { Fact } from '#lib/kernel/fact.ts';
import type { PolicyMark } from '../policies/policy.ts';

/** By what a purchase is found whose receipt is gone. */
export type SearchWay = 'phone' | 'card';
/** What shows that a thing was bought here; all but a receipt need somebody else's yes. */
export type Proof = 'receipt' | SearchWay;

/** Time to choose one and to look at the thing, and no more: what was found is no list to keep. */
export const SEARCH_MS = 15 * 60_000;
/** The newest ones. Whoever bought more has a receipt in their mails. */
export const MOST_FOUND = 5;
/** Longer ago nothing may come back, whatever its policy says. */
export const LOOK_BACK_DAYS = 365;

/** Of what nobody finds the purchase of, nobody knows the price that was paid: the lowest of so long counts. */
export const LOWEST_OF_MS = 90 * 24 * 3_600_000;

/** The last ten digits, which are the same whether a country stands before them or not; undefined for what is no phone. */
export function readPhone(typed: string): string | undefined {
  const digits = typed.replaceAll(/\D/g, '');
  return /^[\d\s()+./-]*$/.test(typed) && digits.length >= 10 && digits.length <= 15 ? digits.slice(-10) : undefined;
}

/** Names one of what a search found in an address, without the order's number: that alone would open it as a receipt does. */
export const foundName = (searchId: string, nth: number): string => `${searchId}.${nth}`;

export function readFoundName(name: string): { searchId: string; nth: number } | undefined {
  const [, searchId, nth] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9])$/.exec(name) ?? [];
  return searchId === undefined ? undefined : { searchId, nth: Number(nth) };
}

/** `userId` looked for a purchase at `nodeId`, and found so many; each search is its own stream. */
type ReceiptSearched = Fact<
  'receipt.searched',
  { searchId: string; userId: string; name: string; nodeId: string; way: SearchWay; found: number }
>;

/** A search found nothing, and the thing was taken back all the same, for store credit; `approvedBy` said yes. Money in minor units. */
type ReceiptCredited = Fact<
  'receipt.credited',
  { searchId: string; variantId: string; nodeId: string; amountMinor: number; currency: string; approvedBy: string; policy: PolicyMark }
>;

export type ReceiptEvent = ReceiptSearched | ReceiptCredited;
