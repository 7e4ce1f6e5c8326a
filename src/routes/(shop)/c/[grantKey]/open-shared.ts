import { error } from '@sveltejs/kit';
import type { CartGrant } from '#db/queries/cart-grants.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';

/** A shared cart opens with its link alone. One that was taken back, is over, forged or of another kind: one and the same answer. */
export async function openShared(shop: Shop, actor: Actor, grantKey: string): Promise<{ cartId: string; grant: CartGrant }> {
  try {
    const { cartId, grant } = await openedCart(shop, actor, grantKey, 'view');
    if (grant?.kind === 'share') return { cartId, grant };
  } catch (fault) {
    if (!isRefusal(fault)) throw fault;
  }
  error(404, 'There is no cart behind this link (any more). Ask whoever sent it for a new one.');
}
