import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { enrolDevice } from '#lib/commerce/staff/enrol-device.server.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { rememberDevice } from '#lib/server/staff-device.ts';
import type { Actions, PageServerLoad } from './$types';

const Enrol = z.object({
  code: z.string().trim().min(1, 'Type the code that the manager sees.').max(80, 'That is longer than a code is.')
});

/** The link brings the code along; it is used only when somebody presses the button. */
export const load: PageServerLoad = ({ url }) => ({ code: url.searchParams.get('code')?.slice(0, 20) ?? '' });

export const actions: Actions = {
  default: async ({ request, locals: { shop, actor }, cookies, getClientAddress, setHeaders }) => {
    const form = parseForm(Enrol, await request.formData());
    if ('problems' in form) return fail(400, form.problems);

    const enrolled = await enrolDevice(shop, actor, { typed: form.data.code, address: getClientAddress() }).catch(refusalToHttp);
    if ('status' in enrolled) {
      if (enrolled.status === 429) setHeaders({ 'retry-after': enrolled.detail });
      return fail(enrolled.status, formProblem(enrolled.message, { code: form.data.code }));
    }
    rememberDevice(cookies, enrolled.secret);
    redirect(303, '/sign-in');
  }
};
