import { countCartUnits } from '#db/queries/carts.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { postcodeFrom } from '#lib/server/postcode-cookie.ts';
import type { LayoutServerLoad } from './$types';

/** What every page of the shop shows in its frame. `shop:cart` is what to load again after the cart changed. */
export const load: LayoutServerLoad = async ({ cookies, locals: { shop }, depends }) => {
  depends('shop:cart');
  const cartKey = cartKeyFrom(cookies);
  const cartId = cartKey && shop.keys.open('cart', cartKey);
  const [cartCount, place] = await Promise.all([
    cartId ? countCartUnits(shop.db, cartId) : 0,
    readVisitorPlace(shop, postcodeFrom(cookies))
  ]);
  return { cartCount, countedAt: shop.now().getTime(), postcode: place?.code ?? null, placeName: place?.city ?? '', zone: MARKET.timeZone };
};
