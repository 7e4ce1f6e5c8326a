import { insertShare, sharesOf } from '#db/queries/cart-grants.ts';
import { changeCart, lockCart } from '#db/queries/carts.ts';
import { once } from '#db/queries/idempotency.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { isOpen } from './cart.ts';
import { MOST_LINKS, SHARE_MS } from './share-links.ts';

/** `label` is what the owner calls it, so that it can be told apart and taken back: "For Arun". */
export type ShareCart = { cartKey: string; may: 'view' | 'edit'; label: string; key: string };

/**
 * A link that opens the cart for somebody else for 30 days: to look at, or to change what is in it; never to buy.
 * Only the owner makes one. Refuses `not-found`, `cart-closed`, `links-full`, `key-reused`.
 */
export async function shareCart(shop: Shop, actor: Actor, input: ShareCart): Promise<{ grantKey: string }> {
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  if (grant) refuse('not-found');
  const { key, cartKey: _, ...asked } = input;
  return inTransaction(shop, { actor, once: once(`share-cart:${cartId}`, key, asked) }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    const at = shop.now();
    const links = await sharesOf(tx, cartId, at);
    if (links.length >= MOST_LINKS) refuse('links-full', String(MOST_LINKS));

    const share = { id: shop.newId(), cartId, may: input.may, label: input.label };
    await insertShare(tx, { ...share, at, expiresAt: new Date(at.getTime() + SHARE_MS) });
    const version = await changeCart(tx, cartId, {}, at);
    record({ type: 'cart.shared', topic: cartTopic(cartId), version, cartId, grantId: share.id, may: input.may });
    return { grantKey: shop.keys.make('grant', share.id) };
  });
}
