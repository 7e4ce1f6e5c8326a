import { changeCart, lockCart } from '#db/queries/carts.ts';
import { endClaim, findHandOver, handOverOfGrant, moveHandOver, type HandOver } from '#db/queries/hand-over.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { cartTopic } from '../cart/cart.events.ts';
import { handOverMachine, type HandOverState } from './hand-over.machine.ts';

/** By the owner any of the cart's, by whoever claimed it only their own; for them the id may be left out. */
export type RevokeHandOver = { cartKey: string; handOverId?: string };

/**
 * Takes a code back, or the cart out of the hands of whoever claimed it: their key opens nothing from this moment on.
 * What is over already stays so. Refuses `not-found`.
 */
export async function revokeHandOver(shop: Shop, actor: Actor, input: RevokeHandOver): Promise<void> {
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey, 'view');
  if (grant && grant.kind !== 'claim') refuse('not-found');
  await inTransaction(shop, { actor }, async (tx, record) => {
    await lockCart(tx, cartId);
    // Begun at the till and never handed over: there is only the key to end.
    const one = grant ? await handOverOfGrant(tx, grant.id) : await findHandOver(tx, input.handOverId ?? '');
    if (grant && !one) return endClaim(tx, grant.id, shop.now());
    if (one?.cartId !== cartId) refuse('not-found');
    const state = after(one);
    if (state === one.state) return;
    const at = shop.now();
    await moveHandOver(tx, one, { state, at });
    if (one.grantId) await endClaim(tx, one.grantId, at);
    const version = await changeCart(tx, cartId, {}, at);
    const by = grant ? (grant.kioskId === null ? 'staff' : 'kiosk') : 'owner';
    record({ type: 'cart.hand_over_ended', topic: cartTopic(cartId), version, cartId, handOverId: one.id, by });
  });
}

function after(one: HandOver): HandOverState {
  if (one.state !== 'offered' && one.state !== 'claimed') return one.state;
  const context = { expiresAt: one.expiresAt.toISOString() };
  return advance(handOverMachine, { state: one.state, context }, { type: one.state === 'offered' ? 'revoke' : 'end' });
}
