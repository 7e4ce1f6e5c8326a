import { changeCart, lockCart } from '#db/queries/carts.ts';
import { askThrough, handOverOfGrant } from '#db/queries/hand-over.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isOpen } from '../cart/cart.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { cartTopic } from '../cart/cart.events.ts';
import { atNode } from '../stores/staff-policy.ts';
import { splitAtTill, totalsAtTill } from './at-till.ts';

/**
 * Asks the shopper, on their own screen, to pay now what the till shows. They pay by their usual way; nothing is ordered by asking.
 * Refuses `forbidden`, `not-found` (nobody's screen is behind this cart), `cart-closed`, `cart-empty`, `cart-changed`.
 */
export async function askForPayment(
  shop: Shop,
  actor: Actor,
  input: { cartKey: string; version: number }
): Promise<{ totalMinor: number }> {
  const { nodeId } = atNode(actor, 'sell-in-store');
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  if (grant?.kind !== 'claim') refuse('forbidden', 'ask-for-payment');
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    const handOver = await handOverOfGrant(tx, grant.id);
    if (!cart || !handOver) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    if (cart.lines.length === 0) refuse('cart-empty');
    if (cart.version !== input.version) refuse('cart-changed');
    const { totalMinor } = totalsAtTill(cart, splitAtTill(cart, nodeId).sent);
    await askThrough(tx, handOver.id, totalMinor);
    const version = await changeCart(tx, cartId, {}, shop.now());
    const about = { topic: cartTopic(cartId), version, cartId, handOverId: handOver.id };
    record({ type: 'cart.payment_asked', ...about, totalMinor });
    return { totalMinor };
  });
}
