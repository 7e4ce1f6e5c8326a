import { lockCart } from '#db/queries/carts.ts';
import { once, sealOf } from '#db/queries/idempotency.ts';
import { orderedBefore } from '#db/queries/ordered-before.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { authorOf } from './author.ts';
import { openedCart } from './cart-access.server.ts';
import { offersOf, operateCart, operatedCart } from './operate-cart.server.ts';
import { planAgain } from './plan-again.ts';

/** `seal`: that of what its shopper saw (`readAgain`). */
export type OrderAgain = { orderKey: string; cartKey: string; seal: string; key: string };

/**
 * Puts the things of an earlier order into a cart, as many as there are and at the prices of today, by operations of that cart. By its key once.
 * Refuses `not-found`, `cart-closed`, `stale-version` when it would put in something else by now than was seen, `nothing-asked` when nothing can be had.
 */
export async function orderAgain(shop: Shop, actor: Actor, { key, ...input }: OrderAgain): Promise<{ units: number }> {
  const orderId = shop.keys.open('order', input.orderKey) ?? refuse('not-found');
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  const by = authorOf(actor, grant);
  const { orderKey, seal } = input;
  return inTransaction(shop, { actor, once: once(`order-again:${cartId}`, key, { orderKey, seal }) }, async (tx, record) => {
    const view = (await lockCart(tx, cartId)) ?? refuse('not-found');
    const ordered = await orderedBefore(tx, orderId);
    const { lines, adds } = planAgain(await operatedCart(tx, view), ordered, await offersOf(tx, cartId, ordered));
    if (view.state !== 'active' && view.state !== 'checkout') refuse('cart-closed', view.state);
    if (sealOf(lines) !== seal) refuse('stale-version');
    if (adds.length === 0) refuse('nothing-asked');
    const made = { baseVersion: view.version, madeAt: shop.now().toISOString() };
    const operations = adds.map((add) => ({ id: shop.newId(), ...made, ...add }));
    await operateCart(tx, record, { shop, view, by }, operations);
    return { units: lines.reduce((sum, { units }) => sum + units, 0) };
  });
}
