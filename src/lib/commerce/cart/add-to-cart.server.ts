import { addLine, type AddedLine } from '#db/queries/carts.ts';
import { once } from '#db/queries/idempotency.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { authorOf } from './author.ts';
import { openedCart } from './cart-access.server.ts';

/** `pickupNodeId` says where it will be collected; without it, it is brought. */
export type AddToCart = { cartKey: string; variantId: string; quantity: number; pickupNodeId?: string | null; key: string };

/** Puts units into a cart in one round trip. Refuses as `decideToAdd` does, and `not-found` for a cart that is not theirs. */
export async function addToCart(shop: Shop, actor: Actor, input: AddToCart): Promise<AddedLine> {
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  const { key, cartKey: _, ...asked } = input;
  const added = await addLine(shop.db, {
    cartId,
    lineId: shop.newId(),
    variantId: input.variantId,
    quantity: input.quantity,
    pickupNodeId: input.pickupNodeId ?? null,
    operationId: shop.newId(),
    author: authorOf(actor, grant),
    actor,
    at: shop.now(),
    once: once(`add-to-cart:${cartId}`, key, asked)
  });
  shop.outbox.wake();
  return added;
}
