import { fail, redirect } from '@sveltejs/kit';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { noteUnplacedPostcode } from '#lib/commerce/stores/note-unplaced-postcode.server.ts';
import { readPlace } from '#lib/commerce/stores/read-places.server.ts';
import { localPath } from '#lib/server/local-path.ts';
import { rememberPostcode } from '#lib/server/postcode-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

const LONGEST = 20;

/** Where to go afterwards; an address from outside is never one of them. */
export const load: PageServerLoad = ({ url }) => ({ returnTo: localPath(url.searchParams.get('returnTo'), '/') });

export const actions: Actions = {
  /** Remembers where things should go and returns to where the visitor was. A code that nobody knows changes nothing. */
  default: async ({ request, cookies, locals: { shop } }) => {
    const form = await request.formData();
    const typed = textOf(form, 'postcode').slice(0, LONGEST);
    const returnTo = localPath(textOf(form, 'returnTo'), '/');
    const place = await readPlace(shop, typed);
    if (!place) await noteUnplacedPostcode(shop, { typed });
    if (!place) return fail(422, { typed, returnTo, problem: sentenceFor('unknown-postcode', typed) });
    rememberPostcode(cookies, place.code);
    redirect(303, returnTo);
  }
};

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}
