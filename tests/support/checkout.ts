import { changeCart } from '#db/queries/carts.ts';
import type { DeliveryChoice } from '#lib/commerce/cart/delivery-choice.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { address, aCart, aPlan, contact, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';

/** A cart with these lines, details given and a plan chosen, holding nothing yet: one step before the order. */
export async function aCheckout(
  shop: TestShop,
  lines: { variantId: string; quantity: number; pickupNodeId?: string }[],
  plan: DeliveryChoice = aPlan(lines)
): Promise<{ cartId: string; cartKey: string; version: number }> {
  const cart = await aCart(shop);
  for (const line of lines) await addToCart(shop, shopper, { cartKey: cart.cartKey, ...line, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey: cart.cartKey, contact, address });
  const version = await shop.db.transaction().execute((tx) => changeCart(tx, cart.cartId, { delivery: plan, step: 'payment' }, shop.now()));
  return { ...cart, version };
}
