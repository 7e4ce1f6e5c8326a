import { forgetVisit, visitCartFrom } from '#lib/server/kiosk-cookie.ts';
import { giveUp, visitCart, visitorOf } from '../at-kiosk.ts';
import type { RequestHandler } from './$types';

/** The visit is over, whoever says so. What was handed over to a phone or a till meanwhile is theirs, and so is what a phone brought. */
export const POST: RequestHandler = async ({ cookies, locals }) => {
  const visitor = visitorOf({ locals });
  const cartKey = visitCartFrom(cookies);
  forgetVisit(cookies);
  if (visitor) await giveUp(locals.shop, visitor, await visitCart(locals.shop, visitor, cartKey));
  return new Response(null, { status: 204 });
};
