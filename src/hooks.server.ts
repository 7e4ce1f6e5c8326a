import { randomUUID } from 'node:crypto';
import { redirect, type Handle, type HandleServerError, type RequestEvent } from '@sveltejs/kit';
import { building, dev } from '$app/environment';
import { cartToGoOnWith } from '#db/queries/cart-merges.ts';
import { mayChoosePlace } from '#lib/commerce/stores/staff-policy.ts';
import { isStaff } from '#lib/kernel/actor.ts';
import { addAnswerHeaders } from '#lib/server/answer-headers.ts';
import { cartKeyFrom, forgetCart, rememberCart } from '#lib/server/cart-cookie.ts';
import { theShop } from '#lib/server/composition.ts';
import { isFromOurPages, readsNoCookies } from '#lib/server/same-origin.ts';
import { emptied, SHOPPER_COOKIE, visitorByToken, visitorFrom, type Visitor } from '#lib/server/session.ts';
import { productPage } from './routes/(shop)/product/[handle]/kept-pages.ts';
import { scriptsAfterPaint } from './routes/scripts-after-paint.ts';

const STAFF_FOLDERS = /^\/\((store|office)\)\//;
/** What is done at a place: whoever belongs to none says first where they stand. */
const AT_PLACE = /^\/\(store\)\/(till|find|customer|stock|work|returns|kiosk)/;
const KIOSK = /^\/kiosk(\/|$)/;
const PRODUCT_PAGE = '/(shop)/product/[handle]';
/** Their door itself is open to everybody, and so is the page on which a new device shows its code. */
const FOR_STAFF = /^\/\((store|office)\)\/(?!sign-(in|out|in\/device)$)/;

export const handle: Handle = async ({ event, resolve }) => {
  // At build there is no database and nobody asks.
  if (building) return resolve(event);
  event.locals.requestId = randomUUID();
  const answer = await answered(event, resolve);
  addAnswerHeaders(answer.headers, { pathname: event.url.pathname, requestId: event.locals.requestId });
  return answer;
};

async function answered(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
  const keyed = readsNoCookies(event.url.pathname);
  if (!keyed && !isFromOurPages(event.request, event.url.origin)) {
    return new Response('We take this only from our own pages. Open the page again and send it from there.', { status: 403 });
  }
  event.locals.shop = theShop();
  Object.assign(event.locals, keyed ? await visitorByToken(event.request.headers) : await visitorOf(event));
  askToSignIn(event);
  await bringOwnCart(event);
  const late: typeof resolve = (asked, options) => resolve(asked, scriptsAfterPaint(options));
  return event.route.id === PRODUCT_PAGE ? productPage(event, late, { keeps: !dev }) : late(event);
}

function visitorOf({ request: { headers }, route }: RequestEvent): Promise<Visitor> {
  const [at, cookie, userAgent] = [route.id ?? '', headers.get('cookie'), headers.get('user-agent')];
  return visitorFrom({ cookie, userAgent, atWork: STAFF_FOLDERS.test(at), atKiosk: KIOSK.test(at) });
}

/** Everything in the folders of the staff is closed by its place: pages, their data, actions and end points alike. */
function askToSignIn({ route, url, locals }: RequestEvent): void {
  const next = `next=${encodeURIComponent(url.pathname + url.search)}`;
  if (!isStaff(locals.actor)) return FOR_STAFF.test(route.id ?? '') ? redirect(303, `/sign-in?${next}`) : undefined;
  if (AT_PLACE.test(route.id ?? '') && locals.actor.nodeId === null && mayChoosePlace(locals.actor)) redirect(303, `/place?${next}`);
}

/**
 * Whoever is signed in has the cart of the account in hand, on whichever device it was opened or became one with another; but for
 * the one whose merge they took back.
 */
async function bringOwnCart(event: RequestEvent): Promise<void> {
  const { cookies, locals } = event;
  const { shop, actor } = locals;
  if (actor.role !== 'shopper' || actor.customerId === undefined) return leaveOwnCart(event);
  const inHand = shop.keys.open('cart', cartKeyFrom(cookies) ?? '');
  const cartId = await cartToGoOnWith(shop.db, actor.customerId, inHand);
  if (cartId === undefined || cartId === inHand) return;
  rememberCart(cookies, shop.keys.make('cart', cartId));
}

/** Signed out from elsewhere: the cart of the account is not left behind at this device. */
function leaveOwnCart({ cookies, request, route }: RequestEvent): void {
  if (!request.headers.get('cookie')?.includes(`${SHOPPER_COOKIE}=`) || STAFF_FOLDERS.test(route.id ?? '')) return;
  const { name, value, attributes } = emptied('shopper');
  cookies.set(name, value, attributes);
  forgetCart(cookies);
}

export const handleError: HandleServerError = ({ error, event, status }) => {
  const { requestId, shop } = event.locals;
  if (status === 404) return { message: 'There is no page at this address.', requestId };
  if (status < 500) return { message: 'We cannot read this request.', requestId };
  shop?.report(error);
  return { message: 'Something went wrong on our side. Try again in a minute.', requestId };
};
