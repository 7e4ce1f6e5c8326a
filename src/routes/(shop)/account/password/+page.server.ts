import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { changePassword } from '#lib/commerce/customers/change-password.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { comeIn, freshlySignedIn } from '../at-the-door.ts';
import { password } from '../fields.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const NewPassword = z.object({ password });

export const load: PageServerLoad = (event) => {
  freshlySignedIn(event);
};

export const actions: Actions = {
  default: async (event) => {
    freshlySignedIn(event);
    const { request, locals } = event;
    const form = parseForm(NewPassword, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const changed = await changePassword(locals.shop, locals.actor, form.data).catch(refusalToHttp);
    if ('status' in changed) return refusedForm(event, changed);
    await comeIn(event, changed.customerId);
    redirect(303, '/account');
  }
};
