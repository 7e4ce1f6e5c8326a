import { dropSubscription } from '#db/queries/push.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';

/** Nothing of the order is pushed to that device any more. Refuses `not-found`. */
export async function unfollowOrder(
  shop: Shop,
  actor: Actor,
  { orderKey, endpoint }: { orderKey: string; endpoint: string }
): Promise<void> {
  const orderId = shop.keys.open('order', orderKey) ?? refuse('not-found');
  await inTransaction(shop, { actor }, async (tx) => dropSubscription(tx, { orderId, endpoint }));
}
