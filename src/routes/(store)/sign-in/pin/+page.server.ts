import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { changePin } from '#lib/commerce/staff/change-pin.server.ts';
import { atPlace, homeOf } from '#lib/commerce/stores/staff-policy.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const Pin = z.object({
  password: z.string().min(1, 'Type your password.').max(200, 'Type your password.'),
  pin: z.string().regex(/^\d{4,8}$/, 'A PIN has four to eight digits.')
});

export const load: PageServerLoad = ({ locals: { actor } }) => {
  const { name } = allowed(() => atPlace(actor));
  return { name };
};

export const actions: Actions = {
  default: async ({ request, locals: { shop, actor }, setHeaders }) => {
    const { role } = allowed(() => atPlace(actor));
    const form = parseForm(Pin, await request.formData());
    if ('problems' in form) return fail(400, form.problems);

    const refused = await changePin(shop, actor, form.data).catch(refusalToHttp);
    if (refused) {
      if (refused.status === 429) setHeaders({ 'retry-after': refused.detail });
      return fail(refused.status, formProblem(refused.message));
    }
    redirect(303, homeOf(role));
  }
};
