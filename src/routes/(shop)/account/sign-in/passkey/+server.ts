import { json } from '@sveltejs/kit';
import { askForPasskey } from '#lib/commerce/customers/use-passkey.server.ts';
import { rememberBrowser } from '#lib/server/browser-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { RequestHandler } from './$types';

/** For the script of the page above: what the browser is to sign. */
export const POST: RequestHandler = async ({ locals, cookies, getClientAddress }) => {
  const from = { browser: rememberBrowser(cookies), address: getClientAddress() };
  const options = await askForPasskey(locals.shop, locals.actor, from).catch(refusalToHttp);
  return 'status' in options ? json({ message: options.message }, { status: options.status }) : json({ options });
};
