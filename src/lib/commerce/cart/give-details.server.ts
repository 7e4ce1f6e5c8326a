import { cartView } from '#db/queries/carts.ts';
import { saveCartMove } from '#db/queries/cart-steps.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { needsAddress } from '../orders/order.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen, type Address, type Contact } from './cart.ts';
import type { CartView } from './cart-view.ts';

export type GiveDetails = { cartKey: string; contact: Contact; address?: Address | null; note?: string };

/**
 * Who buys and where it goes. Begins the checkout; a plan made for another place is dropped. One read, the decision, one write.
 * Refuses `not-found`, `cart-closed`, `cart-empty`, `details-missing` when something is to be brought and no address is given.
 */
export async function giveDetails(shop: Shop, actor: Actor, input: GiveDetails): Promise<{ version: number }> {
  const { cartId } = await openedCart(shop, actor, input.cartKey, 'buy');
  const answer = await untilUnchanged(async () => {
    const cart = await cartView(shop.db, cartId);
    if (!cart) refuse('not-found');
    const version = cart.version + 1;
    const move = { cart, change: decide(cart, input), events: [detailsGiven(cartId, version)] };
    return (await saveCartMove(shop.db, move, { actor, at: shop.now() })) ? { version } : undefined;
  });
  shop.outbox.wake();
  return answer;
}

function decide(cart: CartView, { contact, address = null, note = cart.note }: GiveDetails) {
  if (!isOpen(cart)) refuse('cart-closed', cart.state);
  if (cart.lines.length === 0) refuse('cart-empty');
  if (needsAddress(cart) && !address) refuse('details-missing');
  const begun = { state: 'checkout', step: 'delivery', delivery: null } as const;
  return { ...begun, contact, address, note, ...(address && { postcode: address.postcode }) };
}

function detailsGiven(cartId: string, version: number) {
  return { type: 'cart.details_given' as const, topic: cartTopic(cartId), version, cartId };
}
