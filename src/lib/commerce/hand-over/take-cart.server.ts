import { changeCart, lockCart } from '#db/queries/carts.ts';
import { moveHandOver, offeredUnder } from '#db/queries/hand-over.ts';
import { inTransaction } from '#db/transaction.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isOpen } from '../cart/cart.ts';
import { cartTopic } from '../cart/cart.events.ts';
import { handOverMachine } from './hand-over.machine.ts';
import { sealOf } from './hand-over-secrets.ts';

/** `device` is what the owner reads about it, as in "another phone". */
export type TakeCart = { token: string; device: string };

/**
 * A shopper opens the link on another device of theirs, or the one that a counter made for them: from now on the cart is theirs
 * there too, with the owner's key. Once. Only by the link: a short code never makes an owner.
 * Refuses `code-wrong` for whatever opens nothing (any more), `forbidden` for staff, who claim instead.
 */
export async function takeCart(shop: Shop, actor: Actor, input: TakeCart): Promise<{ cartId: string; cartKey: string }> {
  if (isStaff(actor)) refuse('forbidden', 'take-cart');
  const at = shop.now();
  const offer = await offeredUnder(shop.db, { ...sealOf(shop.keys.seal, { token: input.token }), at });
  if (!offer) refuse('code-wrong');
  const { id, cartId } = offer;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart || !isOpen(cart)) refuse('code-wrong');
    const context = { expiresAt: offer.expiresAt.toISOString() };
    const claimed = advance(handOverMachine, { state: 'offered', context }, { type: 'claim', at: at.toISOString() });
    // An owner is not shown the door again: what the link did is done.
    const state = advance(handOverMachine, { state: claimed, context }, { type: 'end' });
    if (!(await moveHandOver(tx, offer, { state, at, claimedBy: input.device }))) refuse('code-wrong');
    const version = await changeCart(tx, cartId, {}, at);
    record({ type: 'cart.claimed', topic: cartTopic(cartId), version, cartId, handOverId: id, by: input.device, nodeId: null });
  });
  return { cartId, cartKey: shop.keys.make('cart', cartId) };
}
