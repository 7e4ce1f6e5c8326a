import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Shopper } from '#lib/kernel/actor.ts';
import { kioskFrom, rememberVisitCart, visitCartFrom } from '#lib/server/kiosk-cookie.ts';

type Event = Pick<RequestEvent, 'cookies' | 'locals'>;

/** Whoever stands before a kiosk is a guest, whatever else this browser was used for. */
export const VISITOR: Shopper = { role: 'shopper', channel: 'pos' };

/** The store of this kiosk and the cart of this visit; a browser that is no kiosk is sent to the page that says so. */
export function atKiosk({ cookies, locals: { shop } }: Event): { nodeId: string; cartKey: string | undefined } {
  const kiosk = kioskFrom(cookies, shop);
  if (!kiosk) redirect(303, '/kiosk');
  const cartKey = visitCartFrom(cookies);
  const known = cartKey !== undefined && shop.keys.open('cart', cartKey) !== undefined;
  // Each page that is looked at keeps the cart a moment longer.
  if (known) rememberVisitCart(cookies, cartKey);
  return { ...kiosk, cartKey: known ? cartKey : undefined };
}
