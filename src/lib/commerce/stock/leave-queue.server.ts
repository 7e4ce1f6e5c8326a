import { leaveLine } from '#db/queries/queue.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';

/** Stands in line no more; a unit that was offered goes to the next. Refuses `not-found`, `not-allowed`. */
export async function leaveQueue(shop: Shop, actor: Actor, { cartKey, variantId }: { cartKey: string; variantId: string }): Promise<void> {
  const { cartId } = await openedCart(shop, actor, cartKey);
  await inTransaction(shop, { actor }, async (tx, record) => record(...(await leaveLine(tx, { cartId, variantId }, shop.now()))));
}
