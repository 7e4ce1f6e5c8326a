import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { useCode } from '#lib/commerce/customers/use-code.server.ts';
import { browserFrom } from '#lib/server/browser-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { comeIn, goesOnAt } from '../at-the-door.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const DIGITS = 'Type the six digits from the mail.';
const Code = z.object({
  code: z
    .string()
    .transform((typed) => typed.normalize('NFKC').replaceAll(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, DIGITS))
});

export const load: PageServerLoad = ({ cookies }) => {
  if (browserFrom(cookies) === undefined) redirect(303, '/account/sign-in');
};

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, cookies, getClientAddress, url } = event;
    const form = parseForm(Code, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const given = { code: form.data.code, browser: browserFrom(cookies) ?? '', address: getClientAddress() };
    const proved = await useCode(locals.shop, locals.actor, given).catch(refusalToHttp);
    if ('status' in proved) return refusedForm(event, proved);
    await comeIn(event, proved.customerId);
    redirect(303, goesOnAt(url));
  }
};
