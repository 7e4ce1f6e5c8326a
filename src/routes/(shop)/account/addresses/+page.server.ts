import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as z from 'zod';
import { addressesOf } from '#db/queries/customer-addresses.ts';
import { keepAddress, removeAddress } from '#lib/commerce/customers/keep-address.server.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { readPlace } from '#lib/commerce/stores/read-places.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { signedIn } from '../at-the-door.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const line = (longest: number) => z.string().trim().max(longest, `That is too long: ${longest} characters at most.`);
const Kept = z.object({
  id: z.uuid().optional(),
  line1: line(200).min(1, 'Write the house and the street.'),
  line2: line(200).default(''),
  postcode: line(20).min(1, 'Write the PIN code.'),
  city: line(120).default(''),
  state: line(120).default(''),
  isDefault: z.literal('on').optional()
});
const Of = z.object({ id: z.uuid() });

export const load: PageServerLoad = async (event) => {
  const { customerId } = signedIn(event);
  const addresses = await addressesOf(event.locals.shop.db, customerId);
  const wanted = event.url.searchParams.get('edit');
  return { addresses, edited: addresses.find(({ id }) => id === wanted) ?? null };
};

export const actions: Actions = {
  keep: async (event) => {
    signedIn(event);
    const read = parseForm(Kept, await event.request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const refused = await kept(event, read.data).catch(refusalToHttp);
    if (refused === 'unknown-postcode') {
      const { postcode } = read.data;
      return fail(422, { fields: { postcode: sentenceFor('unknown-postcode', postcode) }, values: typed(read.data) });
    }
    if (refused) return refusedForm(event, refused, typed(read.data));
    redirect(303, '/account/addresses');
  },

  remove: async (event) => {
    signedIn(event);
    const read = parseForm(Of, await event.request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const refused = await removeAddress(event.locals.shop, event.locals.actor, read.data).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused);
    redirect(303, '/account/addresses');
  }
};

/** City and state are filled in by the postcode where they were left empty. */
async function kept({ locals: { shop, actor } }: RequestEvent, read: z.infer<typeof Kept>): Promise<'unknown-postcode' | undefined> {
  const { id, isDefault, line1, line2 } = read;
  const place = await readPlace(shop, read.postcode);
  if (!place) return 'unknown-postcode';
  const where = { city: read.city || place.city, state: read.state || place.state, postcode: place.code, country: MARKET.country };
  await keepAddress(shop, actor, { id, address: { line1, line2, ...where }, isDefault: isDefault === 'on' });
  return undefined;
}

const typed = ({ line1, line2, postcode, city, state }: z.infer<typeof Kept>): Record<string, string> => ({
  line1,
  line2,
  postcode,
  city,
  state
});
