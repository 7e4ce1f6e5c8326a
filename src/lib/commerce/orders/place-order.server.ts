import { cartView } from '#db/queries/carts.ts';
import { quotedCart } from '#db/queries/delivery.ts';
import { once, refuseReusedKey, type Once } from '#db/queries/idempotency.ts';
import { orderNumber } from '#db/queries/orders.ts';
import { payFromBalances, placeInOneCall, placeWithin } from '#db/queries/place-order.ts';
import { findValues } from '#db/queries/stored-values.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { PaymentMethod } from '../payments/payment-provider.ts';
import { cover, isSpendable, type Cover } from '../payments/stored-value.ts';
import type { CartView } from '../cart/cart-view.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import { isRuledOut, wereRulesChanged } from '../cart/ruled-out.ts';
import { decideToPlace } from './order.ts';
import { spellOut, type PlacedOrder } from './placed-order.ts';

/**
 * `version` is that of the cart the shopper saw; `key` is made with the form and stays the same on every retry. `restMinor` is what they saw is
 * left to pay beside their gift cards and credit, in minor units; where that is nothing, the method is `balance`.
 */
export type PlaceOrder = {
  cartKey: string;
  version: number;
  method: PaymentMethod | 'balance';
  restMinor?: number | undefined;
  key: string;
};
export type Placed = { orderId: string; orderKey: string; number: string };

/**
 * Turns a cart into an order, once: the same key, and the same cart, always answer the same order.
 * One read, the decision, one write. Refuses as `decideToPlace` does, `out-of-stock` with the name of what is gone, and `promise-changed`
 * when rules that were switched on meanwhile keep a place out that was to send, `balance-changed` when its cards and credit pay another part
 * by now than the shopper saw.
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
  const { covers, method } = await waysToPay(shop, cart, { ...input, totalMinor: decided.totals.totalMinor, at });
  const order = spellOut(decided.cart, decided.totals, { actor, at, method, covers, newId: shop.newId, newCode: shop.newCode });
  const orderId =
    covers.length > 0
      ? await placeFromBalances(shop, actor, { order, named })
      : await placeInOneCall(shop.db, order, { actor, once: named });
  shop.outbox.wake();
  return placed(shop, orderId, orderId === order.id ? order.number : await orderNumber(shop.db, orderId));
}

type Paying = Pick<PlaceOrder, 'method' | 'restMinor'> & { totalMinor: number; at: Date };

/** What the balances of the cart pay now, and how the rest is paid. Refuses `balance-changed` when the shopper saw another rest. */
async function waysToPay(
  shop: Shop,
  { paysWith, currency }: CartView,
  paying: Paying
): Promise<{ covers: Cover[]; method: PaymentMethod }> {
  const { method, restMinor: seen, totalMinor, at } = paying;
  const values = (await findValues(shop.db, paysWith ?? [])).filter((one) => isSpendable(one, { currency, at }));
  const { covers, restMinor } = cover(values, totalMinor);
  const isAsSeen = (seen ?? totalMinor) === restMinor;
  if (!isAsSeen) refuse('balance-changed', String(restMinor));
  if (method !== 'balance') return { covers, method };
  // Nothing is left to pay with it: any of them stands for that.
  return restMinor === 0 ? { covers, method: 'upi' } : refuse('not-allowed', method);
}

/** The order and what is taken from the balances are one transaction, apart from the orders that are written together. */
async function placeFromBalances(shop: Shop, actor: Actor, { order, named }: { order: PlacedOrder; named: Once }): Promise<string> {
  const { orderId } = await inTransaction(shop, { actor, once: named }, async (tx) => {
    const id = await placeWithin(tx, order, actor);
    if (id === order.id && !(await payFromBalances(tx, order, { actor, newId: shop.newId }))) refuse('balance-changed');
    return { orderId: id };
  });
  return orderId;
}

function placed(shop: Shop, orderId: string, number: string): Placed {
  return { orderId, orderKey: shop.keys.make('order', orderId), number };
}
