import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { signUp } from '#lib/commerce/customers/sign-up.server.ts';
import { rememberBrowser } from '#lib/server/browser-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { email, name, password } from '../fields.ts';
import { refusedForm } from '../refused.ts';
import type { Actions } from './$types';

const SignUp = z.object({ email, name, password });

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, cookies, getClientAddress } = event;
    const form = parseForm(SignUp, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const asked = { ...form.data, browser: rememberBrowser(cookies), address: getClientAddress() };
    const refused = await signUp(locals.shop, locals.actor, asked).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused, { email: asked.email, name: asked.name });
    redirect(303, '/account/mailed');
  }
};
