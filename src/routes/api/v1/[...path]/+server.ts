import type { RequestHandler } from '@sveltejs/kit';
import { dispatch } from '#lib/server/api/dispatch.ts';
import { readSettings } from '#lib/server/settings.ts';

const webhookSecrets = () => [readSettings().webhookSecret];

/** Every method comes here, so that also those that are not taken are refused as problem documents. */
export const fallback: RequestHandler = async ({ locals, request, getClientAddress }) =>
  dispatch(locals.shop, locals.actor, request, { from: addressFrom(getClientAddress), session: locals.session, webhookSecrets });

/** Behind a proxy, what our own carrier and bank post past it names no address. */
function addressFrom(ask: () => string): string {
  try {
    return ask();
  } catch {
    return '';
  }
}
