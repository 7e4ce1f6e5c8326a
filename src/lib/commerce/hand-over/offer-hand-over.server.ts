import { changeCart, lockCart } from '#db/queries/carts.ts';
import { handOversOf, insertHandOver, moveHandOver } from '#db/queries/hand-over.ts';
import { inTransaction } from '#db/transaction.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isOpen } from '../cart/cart.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { cartTopic } from '../cart/cart.events.ts';
import { sealOfSession } from '../support/who.ts';
import { OFFER_MS } from './hand-over-code.ts';
import { handOverMachine } from './hand-over.machine.ts';
import { sealOf, shownFor } from './hand-over-secrets.ts';

export type Offered = { handOverId: string; code: string; token: string; expiresAt: string };

/** `browser`: in which the code is shown; of whoever has no account its talk goes with the cart. */
export type OfferHandOver = { cartKey: string; browser?: string | undefined };

/**
 * The owner makes a code and a link that open this cart once. The one before it ends with it.
 * Refuses `not-found`, `forbidden` for whoever is not the owner, `cart-closed`, `cart-empty`.
 */
export async function offerHandOver(shop: Shop, actor: Actor, input: OfferHandOver): Promise<Offered> {
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey, 'view');
  if (grant || isStaff(actor)) refuse('forbidden', 'offer-hand-over');
  const id = shop.newId();
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    if (cart.lines.length === 0) refuse('cart-empty');

    const at = shop.now();
    for (const one of await handOversOf(tx, cartId)) {
      if (one.state !== 'offered' || one.offeredBy !== 'owner') continue;
      const state = advance(handOverMachine, { state: one.state, context: { expiresAt: one.expiresAt.toISOString() } }, { type: 'revoke' });
      await moveHandOver(tx, one, { state, at });
    }
    const { seal } = shop.keys;
    const { code, token } = shownFor(seal, id);
    const expiresAt = new Date(at.getTime() + OFFER_MS);
    const seals = { codeSeal: sealOf(seal, { code }).seal, tokenSeal: sealOf(seal, { token }).seal };
    await insertHandOver(tx, { id, cartId, offeredBy: 'owner', ...seals, talkSeal: talkSealOf(shop, actor, input), at, expiresAt });
    const version = await changeCart(tx, cartId, {}, at);
    record({ type: 'cart.offered', topic: cartTopic(cartId), version, cartId, handOverId: id, expiresAt: expiresAt.toISOString() });
    return { handOverId: id, code, token, expiresAt: expiresAt.toISOString() };
  });
}

/** An account's talk is found by its cart, wherever the code was shown. */
function talkSealOf({ keys }: Pick<Shop, 'keys'>, actor: Actor, { browser }: OfferHandOver): string | null {
  const isKnown = actor.role === 'shopper' && actor.customerId !== undefined;
  return isKnown || browser === undefined ? null : sealOfSession(keys, browser);
}
