import { countCartUnits } from '#db/queries/carts.ts';
import { findPlace } from '#db/queries/shelf.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { visitCartFrom } from '#lib/server/kiosk-cookie.ts';
import { visitCart, visitorOf } from './at-kiosk.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ cookies, locals, depends, setHeaders }) => {
  depends('kiosk:cart');
  setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
  const { shop } = locals;
  const visitor = visitorOf({ locals });
  const place = visitor && (await findPlace(shop.db, visitor.kiosk.nodeId));
  const cart = visitor && (await visitCart(shop, visitor, visitCartFrom(cookies)));
  return {
    kiosk: visitor && place ? { nodeId: visitor.kiosk.nodeId, name: place.name } : null,
    zone: place?.timeZone ?? MARKET.timeZone,
    units: cart ? await countCartUnits(shop.db, cart.cartId) : 0
  };
};
