import { cartView } from '#db/queries/carts.ts';
import { quotedCart } from '#db/queries/delivery.ts';
import { once, refuseReusedKey } from '#db/queries/idempotency.ts';
import { orderNumber } from '#db/queries/orders.ts';
import { placeInOneCall } from '#db/queries/place-order.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { PaymentMethod } from '../payments/payment-provider.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { isRuledOut, wereRulesChanged } from '../cart/ruled-out.ts';
import { decideToPlace } from './order.ts';
import { spellOut } from './placed-order.ts';

/** `version` is that of the cart the shopper saw; `key` is made with the form and stays the same on every retry. */
export type PlaceOrder = { cartKey: string; version: number; method: PaymentMethod; key: string };
export type Placed = { orderId: string; orderKey: string; number: string };

/**
 * Turns a cart into an order, once: the same key, and the same cart, always answer the same order.
 * One read, the decision, one write. Refuses as `decideToPlace` does, `out-of-stock` with the name of what is gone, and `promise-changed`
 * when rules that were switched on meanwhile keep a place out that was to send.
 */
export async function placeOrder(shop: Shop, actor: Actor, input: PlaceOrder): Promise<Placed> {
  const { cartId } = await openedCart(shop, actor, input.cartKey, 'buy');
  const cart = await cartView(shop.db, cartId);
  if (!cart) refuse('not-found');
  const { key, ...asked } = input;
  const named = once(`place-order:${cart.id}`, key, asked);
  if (cart.orderId) {
    await refuseReusedKey(shop.db, named);
    return placed(shop, cart.orderId, await orderNumber(shop.db, cart.orderId));
  }

  const at = shop.now();
  const decided = decideToPlace(cart, { version: input.version, method: input.method, at });
  // Read again only where rules were switched on since the shopper chose.
  const quoted = wereRulesChanged(cart, cart.delivery) ? await quotedCart(shop.db, cart.id) : undefined;
  if (quoted && isRuledOut(quoted, decided.cart.delivery, at)) refuse('promise-changed');
  const order = spellOut(decided.cart, decided.totals, { actor, at, method: input.method, newId: shop.newId, newCode: shop.newCode });
  const orderId = await placeInOneCall(shop.db, order, { actor, once: named });
  shop.outbox.wake();
  return placed(shop, orderId, orderId === order.id ? order.number : await orderNumber(shop.db, orderId));
}

function placed(shop: Shop, orderId: string, number: string): Placed {
  return { orderId, orderKey: shop.keys.make('order', orderId), number };
}
