import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { askForReset } from '#lib/commerce/customers/ask-for-reset.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { email } from '../fields.ts';
import { refusedForm } from '../refused.ts';
import type { Actions } from './$types';

const Reset = z.object({ email });

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, getClientAddress } = event;
    const form = parseForm(Reset, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const asked = { email: form.data.email, address: getClientAddress() };
    const refused = await askForReset(locals.shop, locals.actor, asked).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused, form.data);
    redirect(303, '/account/mailed');
  }
};
