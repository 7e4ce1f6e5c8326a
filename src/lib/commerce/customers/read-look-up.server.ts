import { cartView } from '#db/queries/carts.ts';
import { savedView } from '#db/queries/cart-saved.ts';
import { openCartIdOf, openConsentsOf, openOrdersOf } from '#db/queries/customer-consents.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';
import { atNode } from '../stores/staff-policy.ts';
import { thingsOfCart, thingsOfSaved, type LookedUp } from './looked-up.ts';

/**
 * What the customer lets this associate see, asked anew each time: it is nothing the moment either of them ends it or the time is over.
 * Refuses `forbidden`, `not-found`.
 */
export async function readLookUp(shop: Shop, actor: Actor, { consentId }: { consentId: string }): Promise<LookedUp> {
  const { userId, nodeId } = atNode(actor, 'sell-in-store');
  const open = (await openConsentsOf(shop.db, userId, shop.now())).find(({ id }) => id === consentId);
  if (open?.nodeId !== nodeId) refuse('not-found');
  const [orders, cartId] = await Promise.all([openOrdersOf(shop.db, open.customerId), openCartIdOf(shop.db, open.customerId)]);
  const [cart, saved] = cartId ? await Promise.all([cartView(shop.db, cartId), savedView(shop.db, cartId)]) : [undefined, []];
  return {
    consentId,
    version: open.version,
    name: open.customerName,
    until: open.expiresAt,
    currency: cart?.currency ?? MARKET.currency,
    orders,
    cart: thingsOfCart(cart?.lines ?? []),
    saved: thingsOfSaved(saved)
  };
}
