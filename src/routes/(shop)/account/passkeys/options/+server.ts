import { json } from '@sveltejs/kit';
import { offerPasskey } from '#lib/commerce/customers/register-passkey.server.ts';
import { rememberBrowser } from '#lib/server/browser-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { freshlySignedIn } from '../../at-the-door.ts';
import type { RequestHandler } from './$types';

/** For the script of the page above: what the browser is to make. */
export const POST: RequestHandler = async (event) => {
  freshlySignedIn(event);
  const { locals, cookies, getClientAddress } = event;
  const from = { browser: rememberBrowser(cookies), address: getClientAddress() };
  const options = await offerPasskey(locals.shop, locals.actor, from).catch(refusalToHttp);
  return 'status' in options ? json({ message: options.message }, { status: options.status }) : json({ options });
};
