import { isRefusal } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from './rate-limit.ts';
import type { Shop } from './shop.ts';

/** Whoever has neither a session nor a cart is counted by where they come from, where many may share one address. */
export type Searcher = { session?: string | undefined; cartId?: string | undefined; address: string };

/**
 * Counts one search, or the suggestions for what was typed so far. Refuses `too-many-requests` (detail: seconds to wait).
 * Searching gives nothing away, so when the counting itself fails the search goes on and the fault is reported.
 */
export async function countSearch(shop: Shop, what: 'search' | 'suggest', { session, cartId, address }: Searcher): Promise<void> {
  const one = session ?? cartId;
  const [rate, subject] = one === undefined ? [LIMITS[`${what}ByAddress`], address] : [LIMITS[`${what}BySession`], one];
  try {
    await limited(shop, rate, subject);
  } catch (fault) {
    if (isRefusal(fault)) throw fault;
    shop.report(fault);
  }
}
