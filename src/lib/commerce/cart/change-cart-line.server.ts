import { logOperations } from '#db/queries/cart-operations.ts';
import { changeCart, lockCart, removeLine, setLine } from '#db/queries/carts.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { authorOf } from './author.ts';
import { openedCart } from './cart-access.server.ts';
import { cartTopic } from './cart.events.ts';
import { decideToChange, type LineUnits } from './cart.ts';
import { BACK_AT_THE_CART } from './delivery-choice.ts';
import type { OperationBody } from './operations.ts';

/** A quantity of 0 takes the line out. Setting the same quantity again changes nothing, so it needs no key. */
export type ChangeCartLine = { cartKey: string; lineId: string; quantity: number };

/** Refuses `not-found`, `cart-closed`, `too-many`, `out-of-stock`, `not-enough-stock` (detail: how many are left). */
export async function changeCartLine(shop: Shop, actor: Actor, input: ChangeCartLine): Promise<{ version: number }> {
  const { cartId, grant } = await openedCart(shop, actor, input.cartKey);
  return inTransaction(shop, { actor }, async (tx, record) => {
    const cart = await lockCart(tx, cartId);
    const line = cart?.lines.find((one) => one.id === input.lineId);
    if (!cart || !line) refuse('not-found');
    decideToChange(cart, line, input.quantity);
    if (input.quantity === line.quantity) return { version: cart.version };

    if (input.quantity === 0) await removeLine(tx, line.id);
    else await setLine(tx, line.id, { quantity: input.quantity, unitPriceMinor: line.priceNowMinor ?? line.unitPriceMinor });
    const version = await changeCart(tx, cartId, BACK_AT_THE_CART, shop.now());
    const by = authorOf(actor, grant);
    const { variantId, pickupNodeId } = line;
    const body = bodyOf(line, input.quantity);
    const operation = { id: shop.newId(), baseVersion: cart.version, madeAt: shop.now().toISOString(), ...body };
    const outcome = { id: operation.id, outcome: 'applied' as const };
    await logOperations(tx, [{ operation, outcome, version, changed: true }], { cartId, author: by, at: shop.now() });
    const about = { topic: cartTopic(cartId), version, cartId, lineId: line.id, variantId, pickupNodeId, by };
    if (input.quantity === 0) record({ type: 'cart.line_removed', ...about });
    else record({ type: 'cart.line_changed', ...about, quantity: input.quantity });
    return { version };
  });
}

/** What was set, as the operation it comes down to. */
function bodyOf({ variantId, pickupNodeId, quantity: seen }: LineUnits, quantity: number): OperationBody {
  if (quantity === 0) return { kind: 'remove', variantId, pickupNodeId, seen };
  return { kind: 'change', variantId, pickupNodeId, by: quantity - seen };
}
