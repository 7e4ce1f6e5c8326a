import { moveSaved } from '#db/queries/cart-saved.ts';
import { changeCart, lockCart } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen } from './cart.ts';

export type SaveFurther = { orderedKey: string; cartKey: string };

/**
 * What was saved for later in a cart that is ordered by now is saved further in the next one, once. From any other cart nothing moves:
 * it is still open, or what it had went elsewhere. Only for the owner of both. Refuses `not-found`, `cart-closed` for the next one.
 */
export async function saveFurther(shop: Shop, actor: Actor, { orderedKey, cartKey }: SaveFurther): Promise<void> {
  const [ordered, next] = await Promise.all([openedCart(shop, actor, orderedKey), openedCart(shop, actor, cartKey)]);
  if (ordered.grant || next.grant) refuse('not-found');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, next.cartId);
    if (!cart) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    const before = await lockCart(tx, ordered.cartId);
    if (before?.state !== 'placed' || (await moveSaved(tx, ordered.cartId, next.cartId)) === 0) return;
    const version = await changeCart(tx, next.cartId, {}, shop.now());
    record({ type: 'cart.saved_further', topic: cartTopic(next.cartId), version, cartId: next.cartId, fromId: ordered.cartId });
  });
}
