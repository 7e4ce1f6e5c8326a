import { lockCart, setPaysWith } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';

/** It does not pay for this cart after all; what is on it was never touched. Refuses `not-found`, `cart-closed`. */
export async function takeOutBalance(shop: Shop, actor: Actor, input: { cartKey: string; valueId: string }): Promise<void> {
  const { cartId } = await openedCart(shop, actor, input.cartKey, 'buy');
  await inTransaction(shop, { actor }, async (tx) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    const left = (cart.paysWith ?? []).filter((id) => id !== input.valueId);
    if (!(await setPaysWith(tx, cartId, left, shop.now()))) refuse('cart-closed');
  });
}
