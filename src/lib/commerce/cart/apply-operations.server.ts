import { lockCart } from '#db/queries/carts.ts';
import { once } from '#db/queries/idempotency.ts';
import { cartSnapshots } from '#db/queries/live-carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { authorOf } from './author.ts';
import { openedCart } from './cart-access.server.ts';
import type { CartSnapshot } from './cart-snapshot.ts';
import { operateCart } from './operate-cart.server.ts';
import type { CartOperation, OperationOutcome } from './operations.ts';

/** `key`: sent again with it, all of them together are answered as they were. */
export type ApplyOperations = { cartKey: string; operations: CartOperation[]; key?: string | undefined };
export type AppliedOperations = { cart: CartSnapshot; outcomes: OperationOutcome[] };

/**
 * Applies operations in order, each decided on its own, under one lock of the cart. Each id counts once, for good: sent again it gets
 * the outcome it had, and with other content the outcome `key-reused`.
 * Refuses `not-found` and `not-allowed` as `openedCart` does, and `key-reused`; everything else is the outcome of one operation.
 */
export async function applyOperations(shop: Shop, actor: Actor, input: ApplyOperations): Promise<AppliedOperations> {
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  const by = authorOf(actor, grant);
  const { key, operations } = input;
  return inTransaction(shop, { actor, once: once(`apply-operations:${cartId}`, key, operations) }, async (tx, record) => {
    const view = (await lockCart(tx, cartId)) ?? refuse('not-found');
    const outcomes = await operateCart(tx, record, { shop, view, by }, operations);
    const [cart] = await cartSnapshots(tx, [cartId]);
    if (!cart) refuse('not-found');
    return { cart, outcomes };
  });
}
