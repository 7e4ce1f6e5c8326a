import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { homeOf } from '#lib/commerce/stores/staff-policy.ts';
import { isStaff } from '#lib/kernel/actor.ts';
import { localPath } from '#lib/server/local-path.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { signInWithPassword } from '#lib/server/sign-in.ts';
import type { Actions, PageServerLoad } from './$types';

const SignIn = z.object({
  email: z.string().trim().pipe(z.email('Type your whole e-mail, as in asha@mez.example.').max(200)),
  password: z.string().min(1, 'Type your password.').max(200, 'Type your password.')
});

export const load: PageServerLoad = ({ locals, url }) => {
  if (isStaff(locals.actor)) redirect(303, localPath(url.searchParams.get('next'), homeOf(locals.actor.role)));
};

export const actions: Actions = {
  default: async ({ request, locals, url, cookies, getClientAddress, setHeaders }) => {
    const form = parseForm(SignIn, await request.formData());
    if ('problems' in form) return fail(400, form.problems);

    const given = { ...form.data, address: getClientAddress(), broughtAlong: request.headers.get('cookie') };
    const signedIn = await signInWithPassword(locals.shop, given).catch(refusalToHttp);
    if ('status' in signedIn) {
      if (signedIn.status === 429) setHeaders({ 'retry-after': signedIn.detail });
      return fail(signedIn.status, formProblem(signedIn.message, { email: form.data.email }));
    }
    const { name, value, attributes } = signedIn.cookie;
    cookies.set(name, value, attributes);
    redirect(303, localPath(url.searchParams.get('next'), homeOf(signedIn.role)));
  }
};
