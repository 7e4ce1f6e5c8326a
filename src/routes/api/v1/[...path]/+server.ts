import type { RequestHandler } from '@sveltejs/kit';
import { dispatch } from '#lib/server/api/dispatch.ts';
import { asResponse } from '#lib/server/api/wire.ts';
import { readSettings } from '#lib/server/settings.ts';

const webhookSecrets = () => [readSettings().webhookSecret];

/**
 * The way in while we develop, and for addresses with a slash too many; all else is answered in front of the pages (`door.ts`).
 * Every method comes here, so that also those that are not taken are refused as problem documents.
 */
export const fallback: RequestHandler = async ({ locals, request, getClientAddress }) => {
  const edge = { from: addressFrom(getClientAddress), session: locals.session, webhookSecrets };
  return asResponse(await dispatch(locals.shop, locals.actor, request, edge));
};

/** Behind a proxy, what our own carrier and bank post past it names no address. */
function addressFrom(ask: () => string): string {
  try {
    return ask();
  } catch {
    return '';
  }
}
