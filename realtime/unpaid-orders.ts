import { unpaidOrders } from '#db/queries/sweeps.ts';
import { PAY_WITHIN_MS } from '#lib/commerce/stores/market.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Job } from './work.ts';
import type { Jobs } from './jobs.ts';

/** The page asks the bank itself; this is for when it went away before the answer came. */
const ASK_AFTER_MS = 20_000;
/** Whoever cancels looks at a clock of its own, which may be behind. */
const LAPSED_FOR_MS = 1_000;
/** An order may be seen so much later than it was placed: its commit took long, or clocks differ. */
const SEEN_LATE_MS = 60_000;

/**
 * Writes jobs down for orders that are not paid: to ask the bank after twenty seconds, and to cancel when the time to pay is over.
 * Looks only at what became due since the last look under the same `token` of the lease; the first look is at everything. Seeing an
 * order twice makes no second job.
 */
export function unpaidWatch(shop: Shop, enqueue: Jobs['enqueue']): (token: number) => Promise<void> {
  let looked: { token: number; at: number } | undefined;
  return async (token) => {
    const at = shop.now().getTime();
    const since = looked?.token === token ? looked.at - SEEN_LATE_MS : 0;
    const stretch = (ms: number) => ({ after: new Date(since + ms), until: new Date(at + ms) });
    const lapsed = stretch(-LAPSED_FOR_MS);
    const found = await unpaidOrders(shop.db, stretch(PAY_WITHIN_MS - ASK_AFTER_MS), lapsed);
    const jobs = found.map(({ orderId, payBy }) => jobFor(orderId, payBy <= lapsed.until));
    if (jobs.length > 0) await shop.db.transaction().execute(async (tx) => enqueue(tx, jobs));
    looked = { token, at };
  };
}

function jobFor(orderId: string, isLapsed: boolean): Job {
  const job = { key: `order:${orderId}#1`, data: { orderId }, after: { seconds: 0 } };
  return isLapsed ? { queue: 'cancel-unpaid-order', ...job } : { queue: 'authorize-payment', ...job };
}
