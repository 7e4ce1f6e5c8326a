import { error } from '@sveltejs/kit';
import { cartView } from '#db/queries/carts.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { atNode, type AtNode } from '#lib/commerce/stores/staff-policy.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { allowed } from '../../../refused.ts';

export type OpenClaim = { who: AtNode; cartKey: string; cart: CartView };

/** The cart that somebody has in hand; a page in words for whoever has it no longer. */
export async function openClaim(shop: Shop, actor: Actor, cartKey: string): Promise<OpenClaim> {
  const who = allowed(() => atNode(actor, 'sell-in-store'));
  const access = await openedCart(shop, who, cartKey, 'view').catch(refusalToHttp);
  const cart = 'cartId' in access && access.grant?.kind === 'claim' ? await cartView(shop.db, access.cartId) : undefined;
  if (!cart)
    error(410, { code: 'not-found', message: 'This cart is not in your hands any more. Its owner took it back, or the day is over.' });
  return { who, cartKey, cart };
}
