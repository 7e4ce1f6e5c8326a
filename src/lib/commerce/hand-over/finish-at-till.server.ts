import { lockCart } from '#db/queries/carts.ts';
import { quotedCart } from '#db/queries/delivery.ts';
import { once } from '#db/queries/idempotency.ts';
import { giveToItsCustomer, linesToSend, moveCart, placeName } from '#db/queries/hand-over.ts';
import { placeWithin } from '#db/queries/place-order.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { advance } from '#lib/kernel/advance.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { cartMachine } from '../cart/cart.machine.ts';
import { isRuledOut, wereRulesChanged } from '../cart/ruled-out.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideAtTill, spellOutAtTill, type CounterMethod } from './at-till.ts';

/** `version` and `seenTotalMinor` are what the customer was told; `key` is made with the form. */
export type FinishAtTill = { cartKey: string; version: number; seenTotalMinor: number; method: CounterMethod; key: string };
export type FinishedAtTill = { orderId: string; orderKey: string; number: string };

/**
 * Turns a cart that was claimed into an order at the counter: what is carried out is bound on this store's shelf, what is sent keeps
 * its plan. Unpaid for the moment: cash is counted and goods are handed over by `handOut`.
 * Refuses `forbidden`, `not-found`, and as `decideAtTill` does; `out-of-stock` with the name of what is gone, and `promise-changed`
 * when rules keep a place out by now that was to send.
 */
export async function finishAtTill(shop: Shop, actor: Actor, input: FinishAtTill): Promise<FinishedAtTill> {
  const { nodeId } = atNode(actor, 'sell-in-store');
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  if (grant?.kind !== 'claim') refuse('forbidden', 'finish-at-till');
  const { key, ...asked } = input;
  return inTransaction(shop, { actor, once: once(`finish-at-till:${cartId}`, key, asked) }, async (tx) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    const at = shop.now();
    const decided = decideAtTill(cart, { ...input, nodeId, toSend: await linesToSend(tx, cartId), at });
    const quoted = wereRulesChanged(cart, cart.delivery) ? await quotedCart(tx, cartId) : undefined;
    if (quoted && cart.delivery && isRuledOut(quoted, cart.delivery, at)) refuse('promise-changed');
    const { newId, newCode } = shop;
    const making = { nodeId, nodeName: await placeName(tx, nodeId), method: input.method, at, newId, newCode };
    const order = spellOutAtTill(decided.cart, decided.totals, making);

    // Placing is a step of the checkout; a cart that was still being filled goes through it in the same breath.
    const context = { cartId };
    if (cart.state === 'active') await moveCart(tx, cartId, advance(cartMachine, { state: cart.state, context }, { type: 'checkout' }));
    await placeWithin(tx, order, actor);
    await giveToItsCustomer(tx, order.id);
    return { orderId: order.id, orderKey: shop.keys.make('order', order.id), number: order.number };
  });
}
