import { redirect, type RequestEvent } from '@sveltejs/kit';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import type { AtKiosk, Shopper } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { rememberVisitCart, visitCartFrom } from '#lib/server/kiosk-cookie.ts';
import type { Shop } from '#lib/server/shop.ts';

type Event = Pick<RequestEvent, 'cookies' | 'locals'>;

/** Whoever stands before a kiosk: a guest. */
export type Visitor = Shopper & { kiosk: AtKiosk };
/** `isBrought`: it is that of a phone, and only in this screen's hands. */
export type VisitCart = { cartId: string; cartKey: string; isBrought: boolean };
/** `isGone`: there was one, and its owner took it back. */
export type Visit = { visitor: Visitor; nodeId: string; cart: VisitCart | undefined; isGone: boolean };

export function visitorOf({ locals: { actor } }: Pick<Event, 'locals'>): Visitor | undefined {
  return actor.role === 'shopper' && actor.kiosk ? { ...actor, kiosk: actor.kiosk } : undefined;
}

/** The store of this kiosk and the cart of this visit; a browser that is no kiosk is sent to the page that says so. */
export async function atKiosk(event: Event): Promise<Visit> {
  const visitor = visitorOf(event);
  if (!visitor) redirect(303, '/kiosk');
  const { cookies, locals } = event;
  const cartKey = visitCartFrom(cookies);
  const cart = await visitCart(locals.shop, visitor, cartKey);
  // Each page that is looked at keeps the cart a moment longer.
  if (cart) rememberVisitCart(cookies, cart.cartKey);
  return { visitor, nodeId: visitor.kiosk.nodeId, cart, isGone: cartKey !== undefined && !cart };
}

/** What the key of this visit opens now. */
export async function visitCart(shop: Shop, visitor: Visitor, cartKey: string | undefined): Promise<VisitCart | undefined> {
  if (cartKey === undefined) return undefined;
  const access = await openedCart(shop, visitor, cartKey, 'view').catch((fault: unknown) => {
    if (!isRefusal(fault)) throw fault;
    return undefined;
  });
  return access && { cartId: access.cartId, cartKey, isBrought: access.grant !== undefined };
}

/** A phone's cart is out of the hands of this screen. What was begun here goes wherever it was handed over to. */
export async function giveUp(shop: Shop, visitor: Visitor, cart: VisitCart | undefined): Promise<void> {
  if (cart?.isBrought) await revokeHandOver(shop, visitor, { cartKey: cart.cartKey });
}
