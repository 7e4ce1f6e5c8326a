import { redirect } from '@sveltejs/kit';
import { endAccount } from '#lib/commerce/customers/end-account.server.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { freshlySignedIn, goOut, signedIn } from '../at-the-door.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  signedIn(event);
};

export const actions: Actions = {
  delete: async (event) => {
    freshlySignedIn(event);
    const refused = await endAccount(event.locals.shop, event.locals.actor).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused);
    await goOut(event);
    redirect(303, '/');
  }
};
