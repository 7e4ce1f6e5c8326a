import { reckonKeptRates as countAnew } from '#db/queries/kept-rates.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { KEPT_LOOK_BACK_MS, MOST_JUDGED } from './kept-rate.ts';

/** Counts anew how often each place kept its first promises. Twice at one moment is the same as once. */
export async function reckonKeptRates(shop: Shop, actor: Actor): Promise<void> {
  const at = shop.now();
  const span = { since: new Date(at.getTime() - KEPT_LOOK_BACK_MS), at, most: MOST_JUDGED };
  await inTransaction(shop, { actor }, async (tx) => countAnew(tx, span));
}
