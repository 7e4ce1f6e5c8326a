import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { mailOrderLink } from '#lib/commerce/orders/mail-order-link.server.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
  return { isSent: url.searchParams.has('sent'), number: url.searchParams.get('number') ?? '' };
};

const Known = z.object({
  number: z.string().trim().min(4, 'Type the number that begins with MZ. It stands in our mail and on the slip in the parcel.').max(40),
  proof: z.string().trim().min(3, 'Type the e-mail of the order, or the postcode it went to.').max(254)
});

export const actions: Actions = {
  default: async ({ request, getClientAddress, locals: { shop, actor } }) => {
    const read = parseForm(Known, await request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const asked = { ...read.data, address: getClientAddress() };
    const refused = await mailOrderLink(shop, actor, asked).catch(refusalToHttp);
    if (refused) return fail(refused.status, formProblem(refused.message, { number: read.data.number }));
    redirect(303, '/orders/find?sent');
  }
};
