import { changeCart, lockCart } from '#db/queries/carts.ts';
import { handOversOf, insertHandOver, isWithoutOwner, moveHandOver } from '#db/queries/hand-over.ts';
import { queueMail } from '#db/queries/mail.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isOpen } from '../cart/cart.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { cartTopic } from '../cart/cart.events.ts';
import { atNode } from '../stores/staff-policy.ts';
import { cartMail } from './cart-mail.ts';
import { OFFER_MS } from './hand-over-code.ts';
import { handOverMachine } from './hand-over.machine.ts';
import { sealOf, shownFor } from './hand-over-secrets.ts';

/** How long a link that was mailed may be opened. Milliseconds. */
const MAILED_MS = 24 * 3_600_000;

export type SentToPhone = { handOverId: string; token: string; expiresAt: string };

/**
 * A link that makes the shopper the owner of a cart that was begun at the till, shown there or mailed. A cart that has an owner is
 * nobody else's to give.
 * Refuses `forbidden`, `not-found`, `cart-closed`, `cart-empty`, `not-allowed` (somebody owns it already).
 */
export async function sendCartToPhone(shop: Shop, actor: Actor, input: { cartKey: string; mailTo?: string }): Promise<SentToPhone> {
  const who = atNode(actor, 'sell-in-store');
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  if (grant?.kind !== 'claim') refuse('forbidden', 'send-cart-to-phone');
  const id = shop.newId();
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    if (!isOpen(cart)) refuse('cart-closed', cart.state);
    if (cart.lines.length === 0) refuse('cart-empty');
    if (!(await isWithoutOwner(tx, cartId))) refuse('not-allowed');

    const at = shop.now();
    for (const one of await handOversOf(tx, cartId)) {
      if (one.state !== 'offered') continue;
      const context = { expiresAt: one.expiresAt.toISOString() };
      await moveHandOver(tx, one, { state: advance(handOverMachine, { state: one.state, context }, { type: 'revoke' }), at });
    }
    const { seal } = shop.keys;
    const { token } = shownFor(seal, id);
    const expiresAt = new Date(at.getTime() + (input.mailTo === undefined ? OFFER_MS : MAILED_MS));
    await insertHandOver(tx, { id, cartId, offeredBy: 'staff', codeSeal: null, tokenSeal: sealOf(seal, { token }).seal, at, expiresAt });
    const version = await changeCart(tx, cartId, {}, at);
    record({ type: 'cart.offered', topic: cartTopic(cartId), version, cartId, handOverId: id, expiresAt: expiresAt.toISOString() });
    if (input.mailTo !== undefined) {
      const words = cartMail({ link: `${shop.origin}/go/${token}`, by: who.name, titles: cart.lines.map((line) => line.title) });
      await queueMail(tx, { id: shop.newId(), to: input.mailTo.toLowerCase(), ...words, at });
    }
    return { handOverId: id, token, expiresAt: expiresAt.toISOString() };
  });
}
