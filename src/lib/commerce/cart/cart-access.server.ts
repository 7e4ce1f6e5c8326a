import { findGrant, type CartGrant } from '#db/queries/cart-grants.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';

/** `grant` is undefined for the owner, who holds the cart's own key. */
export type CartAccess = { cartId: string; grant: CartGrant | undefined };

/**
 * Opens a cart by the key that was brought: the owner's own, a shared link's, or that of the till or kiosk that claimed it, which only
 * the person or the screen that claimed it may use. Every command on a cart asks here first.
 * Who came by a shared link, or stands at a kiosk, never buys: the checkout is for those who may know where it goes and how it is paid.
 * Refuses `not-found` for whatever opens nothing (any more), `not-allowed` for what the link does not let one do.
 */
export async function openedCart(shop: Shop, actor: Actor, key: string, to: 'view' | 'edit' | 'buy' = 'edit'): Promise<CartAccess> {
  const cartId = shop.keys.open('cart', key);
  if (cartId) return { cartId, grant: undefined };
  const grantId = shop.keys.open('grant', key);
  const grant = grantId ? await findGrant(shop.db, grantId, shop.now()) : undefined;
  if (!grant || (grant.kind === 'claim' && !claimedBy(actor, grant))) refuse('not-found');
  if (to !== 'view' && grant.may === 'view') refuse('not-allowed');
  if (to === 'buy' && (grant.kind === 'share' || grant.kioskId !== null)) refuse('not-allowed');
  return { cartId: grant.cartId, grant };
}

function claimedBy(actor: Actor, { userId, kioskId }: CartGrant): boolean {
  if (isStaff(actor)) return actor.userId === userId;
  return actor.role === 'shopper' && actor.kiosk !== undefined && actor.kiosk.id === kioskId;
}
