import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { askForCode } from '#lib/commerce/customers/ask-for-code.server.ts';
import { usePasskey } from '#lib/commerce/customers/use-passkey.server.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { browserFrom, rememberBrowser } from '#lib/server/browser-cookie.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { customerWithPassword } from '#lib/server/sign-in.ts';
import { comeIn, goesOnAt } from '../at-the-door.ts';
import { email, password } from '../fields.ts';
import { UsedPasskey } from '../passkey-form.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const SignIn = z.object({ email, password });
const Code = z.object({ email });

export const load: PageServerLoad = ({ locals: { actor, session, shop }, url }) => {
  const isIn = actor.role === 'shopper' && actor.customerId !== undefined;
  const again = url.searchParams.has('again');
  if (isIn && !(again && !session?.fresh)) redirect(303, goesOnAt(url));
  return { again, next: url.searchParams.get('next'), origin: shop.origin };
};

export const actions: Actions = {
  password: async (event) => {
    const { request, locals, getClientAddress, url } = event;
    const form = parseForm(SignIn, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const given = { ...form.data, address: getClientAddress() };
    const proved = await customerWithPassword(locals.shop, given).catch(refusalToHttp);
    if ('status' in proved) return refusedForm(event, proved, { email: form.data.email });
    await comeIn(event, proved.customerId);
    redirect(303, goesOnAt(url));
  },

  code: async (event) => {
    const { request, locals, cookies, getClientAddress, url } = event;
    const form = parseForm(Code, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const asked = { email: form.data.email, browser: rememberBrowser(cookies), address: getClientAddress() };
    const refused = await askForCode(locals.shop, locals.actor, asked).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused, form.data);
    redirect(303, `/account/code?next=${encodeURIComponent(goesOnAt(url))}`);
  },

  passkey: async (event) => {
    const { request, locals, cookies, getClientAddress, url } = event;
    const form = parseForm(UsedPasskey, await request.formData());
    if ('problems' in form) return fail(401, formProblem(sentenceFor('passkey-refused')));
    const given = { ...form.data, browser: browserFrom(cookies) ?? '', address: getClientAddress() };
    const proved = await usePasskey(locals.shop, locals.actor, given).catch(refusalToHttp);
    if ('status' in proved) return refusedForm(event, proved);
    await comeIn(event, proved.customerId);
    redirect(303, goesOnAt(url));
  }
};
