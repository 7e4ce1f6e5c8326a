import { lockFailing, saveFailing } from '#db/queries/failing-models.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { failedAgain, type FailingModel } from './failing-model.ts';

/** A model of somebody else's has not answered. @returns how it stands, where it is let rest from now on; undefined where nothing is new */
export async function noteFailure(shop: Shop, { name, why }: { name: string; why: string }): Promise<FailingModel | undefined> {
  const at = shop.now();
  return inTransaction(shop, { actor: SYSTEM }, async (tx) => {
    const before = await lockFailing(tx, name, failedAgain(undefined, why, at));
    if (!before) return undefined;
    const after = failedAgain(before, why, at);
    await saveFailing(tx, name, after);
    return before.restsUntil === null && after.restsUntil !== null ? after : undefined;
  });
}
