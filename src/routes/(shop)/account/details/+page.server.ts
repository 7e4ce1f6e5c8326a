import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findAccount } from '#db/queries/users.ts';
import { changeDetails } from '#lib/commerce/customers/change-details.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { freshlySignedIn } from '../at-the-door.ts';
import { name, phone } from '../fields.ts';
import type { Actions, PageServerLoad } from './$types';

const Details = z.object({ name, phone });

export const load: PageServerLoad = async (event) => {
  const { customerId } = freshlySignedIn(event);
  const account = await findAccount(event.locals.shop.db, customerId);
  if (!account) error(404);
  const { email, name: called, phone: number, hasPassword } = account;
  return { email, name: called, phone: number, hasPassword, kept: event.url.searchParams.has('kept') };
};

export const actions: Actions = {
  default: async (event) => {
    freshlySignedIn(event);
    const { request, locals } = event;
    const form = parseForm(Details, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    await changeDetails(locals.shop, locals.actor, form.data);
    redirect(303, '/account/details?kept');
  }
};
