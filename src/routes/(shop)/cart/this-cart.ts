import { cartView } from '#db/queries/carts.ts';
import { freeLevels } from '#db/queries/delivery.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { quoteCart, type QuotedChoice } from '#lib/commerce/cart/quote.ts';
import { readNetwork, readPlace } from '#lib/commerce/stores/read-places.server.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import type { Shop } from '#lib/server/shop.ts';

type Asking = { cookies: Parameters<typeof cartKeyFrom>[0]; locals: { shop: Shop } };
export type ThisCart = { cartKey: string; cart: CartView };

/** The visitor's cart as it is now; undefined when there is none, or the cookie opens nothing. */
export async function thisCart({ cookies, locals: { shop } }: Asking): Promise<ThisCart | undefined> {
  const cartKey = cartKeyFrom(cookies);
  const cartId = cartKey === undefined ? undefined : shop.keys.open('cart', cartKey);
  const cart = cartId === undefined ? undefined : await cartView(shop.db, cartId);
  return cartKey !== undefined && cart ? { cartKey, cart } : undefined;
}

/** The page of the order that a cart became. */
export const orderPage = (shop: Shop, orderId: string): string => `/orders/${shop.keys.make('order', orderId)}`;

/** Every dated way for what is in a cart, as of this moment, to the postcode given. */
export async function quotesFor(shop: Shop, cart: CartView, postcode: string | null): Promise<QuotedChoice[]> {
  if (cart.lines.length === 0) return [];
  const at = shop.now();
  const variantIds = cart.lines.map((line) => line.variantId);
  const [{ places, ruleSet }, levels, position] = await Promise.all([
    readNetwork(shop),
    freeLevels(shop.db, variantIds, cart.id),
    postcode === null ? undefined : readPlace(shop, postcode)
  ]);
  return quoteCart({
    cart: { ...cart, postcode },
    nodes: places,
    levels,
    position,
    ruleSet,
    holidays: shop.holidays(cart.country, at),
    at
  });
}
