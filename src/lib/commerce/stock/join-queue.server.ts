import { joinLine } from '#db/queries/queue.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { WAITS_MS } from './queue.ts';

/** `nodeId`: to be collected there; without it, it is brought. `address` is that of whoever asks, on the network. */
export type JoinQueue = { cartKey: string; variantId: string; nodeId: string | null; address: string };

/**
 * Stands in line for one of the last units while others hold them: when one comes free it is held for this cart for ten minutes. Joined
 * twice is joined once. Refuses `not-found`, `not-allowed`, `cart-closed`, `queue-closed` (there is one, or none will come back), `queues-full`,
 * `too-many-requests`.
 */
export async function joinQueue(shop: Shop, actor: Actor, { cartKey, variantId, nodeId, address }: JoinQueue): Promise<void> {
  const { cartId } = await openedCart(shop, actor, cartKey);
  await limited(shop, LIMITS.queueByAddress, address);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const at = shop.now();
    record(...(await joinLine(tx, { id: shop.newId(), cartId, variantId, nodeId, until: new Date(at.getTime() + WAITS_MS), at })));
  });
}
