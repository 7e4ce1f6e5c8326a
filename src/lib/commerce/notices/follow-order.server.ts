import { keepSubscription } from '#db/queries/push.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { PushTarget } from './push.ts';

export type FollowOrder = PushTarget & { orderKey: string };

const MOST_DEVICES = 10;

/**
 * Whoever holds an order's key has one more device told of it. The same device twice is once.
 * Refuses `not-found`, `device-unreachable`, `devices-full`, `too-many-requests`.
 */
export async function followOrder(shop: Shop, actor: Actor, { orderKey, ...target }: FollowOrder): Promise<void> {
  const orderId = shop.keys.open('order', orderKey) ?? refuse('not-found');
  await limited(shop, LIMITS.wishByOrder, orderId);
  if (!shop.push.takes(target)) refuse('device-unreachable');
  await inTransaction(shop, { actor }, async (tx) => {
    const isKept = await keepSubscription(tx, { ...target, id: shop.newId(), orderId, at: shop.now() }, MOST_DEVICES);
    if (!isKept) refuse('devices-full');
  });
}
