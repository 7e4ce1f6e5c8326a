import { claimsOf } from '#db/queries/hand-over.ts';
import { cartView } from '#db/queries/carts.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { isOpen } from '#lib/commerce/cart/cart.ts';
import { mayAtNode } from '#lib/commerce/stores/staff-policy.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';

export type CartInHand = { cartKey: string; units: number; madeAt: Date; label: string };
export type FilledCart = { cartKey: string; lines: { id: string; name: string; quantity: number; how: string }[] };

/** The customers' carts that somebody has in hand now, newest first; none for whoever sells nothing. */
export async function cartsInHand(shop: Shop, actor: Actor): Promise<CartInHand[]> {
  if (!mayAtNode(actor, 'sell-in-store')) return [];
  const claims = await claimsOf(shop.db, actor.userId, shop.now());
  return claims.map(({ grantId, units, madeAt, label }) => ({ cartKey: shop.keys.make('grant', grantId), units, madeAt, label }));
}

/** What is in the cart that is being filled; null when it is not, or no longer, in this person's hands. */
export async function filledCart(shop: Shop, actor: Actor, cartKey: string | null): Promise<FilledCart | null> {
  if (cartKey === null || !mayAtNode(actor, 'sell-in-store')) return null;
  const cart = await claimed(shop, actor, cartKey);
  if (!cart || !isOpen(cart)) return null;
  const how = (nodeId: string | null, name: string | null) =>
    nodeId === null ? 'sent home' : nodeId === actor.nodeId ? 'carried out here' : `collected at ${name ?? 'another store'}`;
  return {
    cartKey,
    lines: cart.lines.map(({ id, title, options, quantity, pickupNodeId, pickupNodeName }) => ({
      id,
      name: [title, ...options].join(', '),
      quantity,
      how: how(pickupNodeId, pickupNodeName)
    }))
  };
}

async function claimed(shop: Shop, actor: Actor, cartKey: string) {
  try {
    const { cartId, grant } = await openedCart(shop, actor, cartKey, 'view');
    return grant?.kind === 'claim' ? await cartView(shop.db, cartId) : undefined;
  } catch (fault) {
    if (isRefusal(fault)) return undefined;
    throw fault;
  }
}
