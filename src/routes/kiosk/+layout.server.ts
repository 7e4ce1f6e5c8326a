import { countCartUnits } from '#db/queries/carts.ts';
import { findPlace } from '#db/queries/shelf.ts';
import { kioskFrom, visitCartFrom } from '#lib/server/kiosk-cookie.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ cookies, locals: { shop }, depends, setHeaders }) => {
  depends('kiosk:cart');
  setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
  const kiosk = kioskFrom(cookies, shop);
  const place = kiosk && (await findPlace(shop.db, kiosk.nodeId));
  const cartId = shop.keys.open('cart', visitCartFrom(cookies) ?? '');
  return {
    kiosk: kiosk && place ? { nodeId: kiosk.nodeId, name: place.name } : null,
    zone: place?.timeZone ?? MARKET.timeZone,
    units: cartId ? await countCartUnits(shop.db, cartId) : 0
  };
};
