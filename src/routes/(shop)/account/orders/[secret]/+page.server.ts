import { error, redirect } from '@sveltejs/kit';
import { findSecret } from '#db/queries/one-time-secrets.ts';
import { claimOrders } from '#lib/commerce/customers/claim-orders.server.ts';
import { sealed } from '#lib/commerce/customers/secret-seal.ts';
import { bringTalks } from '#lib/commerce/support/bring-talks.server.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { talkBrowserFrom } from '#lib/server/talk-cookie.ts';
import { signedIn } from '../../at-the-door.ts';
import { refusedForm } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking does not use the link up. */
export const load: PageServerLoad = async (event) => {
  const { customerId } = signedIn(event);
  const { shop } = event.locals;
  const asked = await findSecret(shop.db, { kind: 'orders', hash: sealed(shop, 'orders', event.params.secret), at: shop.now() });
  if (asked?.userId !== customerId) error(410, { code: 'link-over', message: sentenceFor('link-over') });
  return { email: asked.email };
};

export const actions: Actions = {
  default: async (event) => {
    signedIn(event);
    const claimed = await claimOrders(event.locals.shop, event.locals.actor, { secret: event.params.secret }).catch(refusalToHttp);
    if ('status' in claimed) return refusedForm(event, claimed);
    // What they asked about these orders as a guest, in this browser, comes along.
    await bringTalks(event.locals.shop, event.locals.actor, { browser: talkBrowserFrom(event.cookies) });
    redirect(303, '/account?came');
  }
};
