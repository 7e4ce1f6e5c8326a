import { leaveSaved, savedOf } from '#db/queries/cart-saved.ts';
import { changeCart, lockCart } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { authorOf } from './author.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen } from './cart.ts';

export type ForgetSaved = { cartKey: string; variantId: string };

/** A thing is not kept for later any more. What is not there already is fine. Refuses `not-found`, `cart-closed`, `not-allowed`. */
export async function forgetSaved(shop: Shop, actor: Actor, { cartKey, variantId }: ForgetSaved): Promise<void> {
  const { cartId, grant } = await openedCart(shop, actor, cartKey);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    const saved = (await savedOf(tx, cartId)).find((one) => one.variantId === variantId);
    if (!saved) return;
    await leaveSaved(tx, { cartId, variantId, left: 0 });
    const version = await changeCart(tx, cartId, {}, shop.now());
    const about = { topic: cartTopic(cartId), version, cartId, variantId, quantity: saved.quantity, by: authorOf(actor, grant) };
    record({ type: 'cart.saved_forgotten', ...about });
  });
}
