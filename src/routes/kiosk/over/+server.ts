import { forgetVisit } from '#lib/server/kiosk-cookie.ts';
import type { RequestHandler } from './$types';

/** The visit is over, whoever says so. What was handed over to a phone or a till meanwhile is theirs. */
export const POST: RequestHandler = ({ cookies }) => {
  forgetVisit(cookies);
  return new Response(null, { status: 204 });
};
