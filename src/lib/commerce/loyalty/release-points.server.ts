import { moveDue, pointsOrder, releasePointsOf } from '#db/queries/loyalty.ts';
import { lockOrder } from '#db/queries/orders.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';
import { spendableFrom } from './spendable-from.ts';

/**
 * Points of an order may be spent when its things can no longer come back; until then the day is written down for whoever looks. Found by a sweep, so
 * perhaps twice; under the order's lock, so never beside a return that is just asked for. @returns whether they may be spent
 */
export async function releasePoints(shop: Shop, actor: Actor, { orderId }: { orderId: string }): Promise<boolean> {
  const isReleased = await inTransaction(shop, { actor }, async (tx) => {
    await lockOrder(tx, orderId);
    const order = await pointsOrder(tx, orderId);
    if (!order?.isPending) return false;
    const at = shop.now();
    const from = spendableFrom(await policyOfOrder(tx, orderId), { ...order, timeZone: MARKET.timeZone }, at);
    if (from !== null && from <= at) return releasePointsOf(tx, orderId, at);
    await moveDue(tx, orderId, from);
    return false;
  });
  if (isReleased) shop.outbox.wake();
  return isReleased;
}
