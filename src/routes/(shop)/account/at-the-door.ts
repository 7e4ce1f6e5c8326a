import { redirect, type RequestEvent } from '@sveltejs/kit';
import { mergeCarts } from '#lib/commerce/cart/merge-carts.server.ts';
import { cartKeyFrom, forgetCart, rememberCart } from '#lib/server/cart-cookie.ts';
import { bringTalks } from '#lib/commerce/support/bring-talks.server.ts';
import { localPath } from '#lib/server/local-path.ts';
import { signIn, signOut, visitorFrom } from '#lib/server/session.ts';
import { forgetTalkBrowser, talkBrowserFrom } from '#lib/server/talk-cookie.ts';

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'request' | 'url'>;

/** Signs in whoever has just proved to be this customer: a new session, the cart in hand becomes one with the account's, and the talk goes on there. */
export async function comeIn({ cookies, locals, request: { headers } }: Event, customerId: string): Promise<void> {
  const { shop } = locals;
  const userAgent = headers.get('user-agent');
  const { name, value, attributes } = await signIn(shop.db, customerId, {
    door: 'shopper',
    broughtAlong: headers.get('cookie'),
    userAgent
  });
  cookies.set(name, value, attributes);
  const { actor } = await visitorFrom({ cookie: `${name}=${value}`, userAgent }, shop.db);
  const { cartKey } = await mergeCarts(shop, actor, { cartKey: cartKeyFrom(cookies) });
  // What was in hand may be the cart of whoever sat here before.
  if (cartKey === null) forgetCart(cookies);
  else rememberCart(cookies, cartKey);
  await bringTalks(shop, actor, { browser: talkBrowserFrom(cookies) });
}

/** Ends the session here. Cart and talk wait with the account; the next person at this device has an empty cart and begins a talk of their own. */
export async function goOut({ cookies, locals, request: { headers } }: Event): Promise<void> {
  const { name, value, attributes } = await signOut(locals.shop.db, 'shopper', headers.get('cookie'));
  cookies.set(name, value, attributes);
  forgetCart(cookies);
  forgetTalkBrowser(cookies);
}

/** The public name of this session and whose it is; everybody else is asked to sign in and comes back here. */
export function signedIn({ locals: { actor, session }, url }: Pick<Event, 'locals' | 'url'>): { customerId: string; session: string } {
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  if (customerId === undefined || session === undefined) redirect(303, `/account/sign-in?${wayBack(url)}`);
  return { customerId, session: session.name };
}

/** For what is delicate: whoever signed in more than five minutes ago is asked to do so again. */
export function freshlySignedIn(event: Pick<Event, 'locals' | 'url'>): { customerId: string } {
  const { customerId } = signedIn(event);
  if (!event.locals.session?.fresh) redirect(303, `/account/sign-in?again=1&${wayBack(event.url)}`);
  return { customerId };
}

const wayBack = ({ pathname }: URL): string => `next=${encodeURIComponent(pathname)}`;

/** Where to go on after signing in. */
export const goesOnAt = (url: URL): string => localPath(url.searchParams.get('next'), '/account');
