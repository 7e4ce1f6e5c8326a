import { changeCart, lockCart } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { needsAddress } from '../orders/order.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen, type Address, type Contact } from './cart.ts';

export type GiveDetails = { cartKey: string; contact: Contact; address?: Address | null; note?: string };

/**
 * Who buys and where it goes. Begins the checkout; a plan made for another place is dropped.
 * Refuses `not-found`, `cart-closed`, `cart-empty`, `details-missing` when something is to be brought and no address is given.
 */
export async function giveDetails(shop: Shop, actor: Actor, input: GiveDetails): Promise<{ version: number }> {
  const cartId = shop.keys.open('cart', input.cartKey);
  if (!cartId) refuse('not-found');
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    if (cart.lines.length === 0) refuse('cart-empty');
    if (needsAddress(cart) && !input.address) refuse('details-missing');

    const { contact, address = null, note = cart.note } = input;
    const step = 'delivery' as const;
    const version = await changeCart(
      tx,
      cartId,
      { state: 'checkout', step, delivery: null, contact, address, note, ...(address && { postcode: address.postcode }) },
      shop.now()
    );
    record({ type: 'cart.details_given', topic: cartTopic(cartId), version, cartId });
    return { version };
  });
}
