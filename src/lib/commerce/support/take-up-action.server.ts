import { takeUpAction as takenUp } from '#db/queries/pending-actions.ts';
import { orderMark } from '#db/queries/support-audit.ts';
import { inTransaction } from '#db/transaction.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { CUT_OFF_MS, type Claimed } from './pending-action.ts';

/** What was confirmed and cut off half-way is claimed anew, to be done to its end. Undefined where it has ended, or somebody else is at it. */
export async function takeUpAction(shop: Shop, actionId: string): Promise<Claimed | undefined> {
  const at = shop.now();
  return inTransaction(shop, { actor: SYSTEM }, async (tx) => {
    const action = await takenUp(tx, { id: actionId, before: new Date(at.getTime() - CUT_OFF_MS), at });
    return action && { action, before: await orderMark(tx, action.orderId) };
  });
}
