import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findAccount } from '#db/queries/users.ts';
import { askForEmail } from '#lib/commerce/customers/change-email.server.ts';
import { changeDetails } from '#lib/commerce/customers/change-details.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { freshlySignedIn } from '../at-the-door.ts';
import { email, name, phone } from '../fields.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const Details = z.object({ name, phone });
const Email = z.object({ email });

export const load: PageServerLoad = async (event) => {
  const { customerId } = freshlySignedIn(event);
  const account = await findAccount(event.locals.shop.db, customerId);
  if (!account) error(404);
  const { email: current, name: called, phone: number, hasPassword } = account;
  return { email: current, name: called, phone: number, hasPassword, kept: event.url.searchParams.has('kept') };
};

export const actions: Actions = {
  keep: async (event) => {
    freshlySignedIn(event);
    const { request, locals } = event;
    const form = parseForm(Details, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    await changeDetails(locals.shop, locals.actor, form.data);
    redirect(303, '/account/details?kept');
  },

  email: async (event) => {
    freshlySignedIn(event);
    const { request, locals, getClientAddress } = event;
    const form = parseForm(Email, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const asked = { email: form.data.email, address: getClientAddress() };
    const refused = await askForEmail(locals.shop, locals.actor, asked).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused, form.data);
    redirect(303, '/account/mailed');
  }
};
