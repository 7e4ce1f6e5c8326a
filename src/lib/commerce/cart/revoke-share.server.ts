import { revokeShareOf } from '#db/queries/cart-grants.ts';
import { changeCart, lockCart } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';

export type RevokeShare = { cartKey: string; grantId: string };

/** From this moment the link opens nothing; again is the same. A link of another cart stays as it is. Refuses `not-found` to others than the owner. */
export async function revokeShare(shop: Shop, actor: Actor, { cartKey, grantId }: RevokeShare): Promise<void> {
  const { cartId, grant } = await openedCart(shop, actor, cartKey, 'view');
  if (grant) refuse('not-found');
  await inTransaction(shop, { actor }, async (tx, record) => {
    if (!(await lockCart(tx, cartId))) refuse('not-found');
    const at = shop.now();
    if (!(await revokeShareOf(tx, { id: grantId, cartId, at }))) return;
    const version = await changeCart(tx, cartId, {}, at);
    record({ type: 'cart.link_revoked', topic: cartTopic(cartId), version, cartId, grantId });
  });
}
