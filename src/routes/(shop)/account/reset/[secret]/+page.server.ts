import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findSecret } from '#db/queries/one-time-secrets.ts';
import { resetPassword } from '#lib/commerce/customers/change-password.server.ts';
import { sealed } from '#lib/commerce/customers/secret-seal.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { comeIn } from '../../at-the-door.ts';
import { password } from '../../fields.ts';
import { refusedForm } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const NewPassword = z.object({ password });

/** Looking does not use the link up. */
export const load: PageServerLoad = async ({ params, locals: { shop } }) => {
  const asked = await findSecret(shop.db, { kind: 'reset', hash: sealed(shop, 'reset', params.secret), at: shop.now() });
  if (!asked) error(410, { code: 'link-over', message: sentenceFor('link-over') });
};

export const actions: Actions = {
  default: async (event) => {
    const { params, request, locals } = event;
    const form = parseForm(NewPassword, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const reset = await resetPassword(locals.shop, locals.actor, { secret: params.secret, ...form.data }).catch(refusalToHttp);
    if ('status' in reset) return refusedForm(event, reset);
    await comeIn(event, reset.customerId);
    redirect(303, '/account');
  }
};
