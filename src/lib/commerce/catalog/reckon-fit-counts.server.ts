import { reckonFitCounts as countAnew } from '#db/queries/fit-counts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { FIT_LOOK_BACK_MS } from './fit-hint.ts';

/** Counts anew what people who sent things back said of their size. Twice at one moment is the same as once. */
export async function reckonFitCounts(shop: Shop, actor: Actor): Promise<void> {
  const at = shop.now();
  await inTransaction(shop, { actor }, async (tx) => countAnew(tx, { since: new Date(at.getTime() - FIT_LOOK_BACK_MS), at }));
}
