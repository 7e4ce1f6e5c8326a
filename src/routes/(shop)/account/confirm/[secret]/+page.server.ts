import { error, redirect } from '@sveltejs/kit';
import { findSecret } from '#db/queries/one-time-secrets.ts';
import { confirmSignUp, isSameBrowser } from '#lib/commerce/customers/confirm-sign-up.server.ts';
import { sealed } from '#lib/commerce/customers/secret-seal.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { browserFrom } from '#lib/server/browser-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { comeIn } from '../../at-the-door.ts';
import { refusedForm } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking does not use the link up: mail programs look at links by themselves. */
export const load: PageServerLoad = async ({ params, locals: { shop }, cookies }) => {
  const asked = await findSecret(shop.db, { kind: 'sign-up', hash: sealed(shop, 'sign-up', params.secret), at: shop.now() });
  if (!asked) error(410, { code: 'link-over', message: sentenceFor('link-over') });
  return { email: asked.email, needsPassword: !isSameBrowser(shop, asked, browserFrom(cookies)) };
};

export const actions: Actions = {
  default: async (event) => {
    const { params, request, locals, cookies } = event;
    const typed = (await request.formData()).get('password');
    const password = typeof typed === 'string' ? typed.slice(0, 200) : undefined;
    const given = { secret: params.secret, browser: browserFrom(cookies), password };
    const confirmed = await confirmSignUp(locals.shop, locals.actor, given).catch(refusalToHttp);
    if ('status' in confirmed) return refusedForm(event, confirmed);
    await comeIn(event, confirmed.customerId);
    redirect(303, '/account');
  }
};
