import { acceptPrices, changeCart, lockCart } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen } from './cart.ts';

/** The shopper has read what the things cost now and goes on. Refuses `not-found`, `cart-closed`. */
export async function acceptCartPrices(shop: Shop, actor: Actor, input: { cartKey: string }): Promise<{ version: number }> {
  const { cartId } = await openedCart(shop, actor, input.cartKey, 'buy');
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    await acceptPrices(tx, cartId);
    const version = await changeCart(tx, cartId, {}, shop.now());
    record({ type: 'cart.prices_accepted', topic: cartTopic(cartId), version, cartId });
    return { version };
  });
}
