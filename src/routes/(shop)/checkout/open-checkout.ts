import { redirect } from '@sveltejs/kit';
import type { CartStep } from '#lib/commerce/cart/cart.ts';
import { firstMissing, sentElsewhere, type CheckoutPlace } from '#lib/commerce/cart/checkout-step.ts';
import { checkoutView } from '#lib/commerce/cart/checkout-view.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderPage, thisCart, type ThisCart } from '../cart/this-cart.ts';

type Asking = Parameters<typeof thisCart>[0];

/** The cart for this step; whoever is too far ahead, or done already, is sent to where they belong. */
export async function openCheckout(event: Asking, step: CartStep): Promise<ThisCart> {
  const here = await thisCart(event);
  const elsewhere = sentElsewhere(here?.cart, step);
  if (elsewhere || !here) redirect(303, addressOf(event.locals.shop, here?.cart, elsewhere ?? 'cart'));
  return here;
}

/** Where the checkout goes on. */
export async function whereToGoOn(event: Asking): Promise<string> {
  const here = await thisCart(event);
  return addressOf(event.locals.shop, here?.cart, firstMissing(here?.cart));
}

function addressOf(shop: Shop, cart: CartView | undefined, place: CheckoutPlace): string {
  if (place === 'order' && cart?.orderId) return orderPage(shop, cart.orderId);
  return place === 'cart' || place === 'order' ? '/cart' : `/checkout/${place}`;
}

/** What every step shows beside its own. */
export const frameOf = (shop: Shop, cart: CartView) => ({ first: firstMissing(cart), summary: checkoutView(cart), at: shop.now() });
