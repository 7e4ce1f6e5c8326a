import { error, redirect } from '@sveltejs/kit';
import { findSecret } from '#db/queries/one-time-secrets.ts';
import { changeEmail } from '#lib/commerce/customers/change-email.server.ts';
import { sealed } from '#lib/commerce/customers/secret-seal.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { comeIn, signedIn } from '../../at-the-door.ts';
import { refusedForm } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking does not use the link up. */
export const load: PageServerLoad = async (event) => {
  const { customerId } = signedIn(event);
  const { shop } = event.locals;
  const asked = await findSecret(shop.db, { kind: 'email', hash: sealed(shop, 'email', event.params.secret), at: shop.now() });
  if (asked?.userId !== customerId) error(410, { code: 'link-over', message: sentenceFor('link-over') });
  return { email: asked.email };
};

export const actions: Actions = {
  default: async (event) => {
    signedIn(event);
    const changed = await changeEmail(event.locals.shop, event.locals.actor, { secret: event.params.secret }).catch(refusalToHttp);
    if ('status' in changed) return refusedForm(event, changed);
    await comeIn(event, changed.customerId);
    redirect(303, '/account/details?kept');
  }
};
