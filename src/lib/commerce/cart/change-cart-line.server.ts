import { changeCart, lockCart, removeLine, setLine } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { decideToChange } from './cart.ts';
import { BACK_AT_THE_CART } from './delivery-choice.ts';

/** A quantity of 0 takes the line out. Setting the same quantity again changes nothing, so it needs no key. */
export type ChangeCartLine = { cartKey: string; lineId: string; quantity: number };

/** Refuses `not-found`, `cart-closed`, `too-many`, `out-of-stock`, `not-enough-stock` (detail: how many are left). */
export async function changeCartLine(shop: Shop, actor: Actor, input: ChangeCartLine): Promise<{ version: number }> {
  const { cartId } = await openedCart(shop, actor, input.cartKey);
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    const line = cart?.lines.find((one) => one.id === input.lineId);
    if (!cart || !line) refuse('not-found');
    decideToChange(cart, line, input.quantity);
    if (input.quantity === line.quantity) return { version: cart.version };

    if (input.quantity === 0) await removeLine(tx, line.id);
    else await setLine(tx, line.id, { quantity: input.quantity, unitPriceMinor: line.priceNowMinor ?? line.unitPriceMinor });
    const version = await changeCart(tx, cartId, BACK_AT_THE_CART, shop.now());
    const about = { topic: cartTopic(cartId), version, cartId, lineId: line.id, variantId: line.variantId };
    if (input.quantity === 0) record({ type: 'cart.line_removed', ...about });
    else record({ type: 'cart.line_changed', ...about, quantity: input.quantity, pickupNodeId: line.pickupNodeId });
    return { version };
  });
}
