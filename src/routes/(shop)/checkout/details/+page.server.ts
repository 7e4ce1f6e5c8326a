import { fail, redirect } from '@sveltejs/kit';
import type { Postcode } from '#db/queries/postcodes.ts';
import type { Address } from '#lib/commerce/cart/cart.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { needsAddress } from '#lib/commerce/orders/order.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { readPlace, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { postcodeFrom, rememberPostcode } from '#lib/server/postcode-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { frameOf, openCheckout } from '../open-checkout.ts';
import { asDetails, DetailsToCollect, DetailsToHome } from './read-details.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, depends } = event;
  depends('shop:cart');
  const { cart } = await openCheckout(event, 'details');
  return { ...frameOf(locals.shop, cart), toHome: needsAddress(cart), values: await known(event, cart) };
};

/** What the form begins with: what was given before, and the place of which the rest of the shop speaks. */
async function known({ cookies, locals }: RequestEvent, { contact, address, note }: CartView) {
  const { email = '', name = '', phone = '' } = contact ?? {};
  const who = { email, name, phone, note };
  if (address)
    return { ...who, postcode: address.postcode, city: address.city, state: address.state, line1: address.line1, line2: address.line2 };
  const place = await readVisitorPlace(locals.shop, postcodeFrom(cookies));
  return { ...who, postcode: place?.code ?? '', city: place?.city ?? '', state: place?.state ?? '', line1: '', line2: '' };
}

export const actions: Actions = {
  default: async (event) => {
    const { request, cookies, locals } = event;
    const { shop, actor } = locals;
    const { cartKey, cart } = await openCheckout(event, 'details');
    const form = await request.formData();
    const read = needsAddress(cart) ? parseForm(DetailsToHome, form) : parseForm(DetailsToCollect, form);
    if ('problems' in read) return fail(422, read.problems);

    const { contact, address, note } = asDetails(read.data);
    const place = address && (await readPlace(shop, address.postcode));
    if (address && !place) {
      return fail(422, {
        fields: { postcode: sentenceFor('unknown-postcode', address.postcode) },
        values: { ...contact, ...address, note }
      });
    }
    const given = await giveDetails(shop, actor, {
      cartKey,
      contact,
      note,
      address: address && place ? completed(address, place, cart.country) : null
    }).catch(refusalToHttp);
    if ('status' in given) return fail(given.status, formProblem(given.message, { ...contact, ...address, note }));
    // The rest of the shop speaks of the same place from now on.
    if (place) rememberPostcode(cookies, place.code);
    redirect(303, '/checkout/delivery');
  }
};

/** City and state are filled in by the postcode where they were left empty. */
function completed(address: Omit<Address, 'country'>, place: Postcode, country: string): Address {
  return { ...address, postcode: place.code, city: address.city || place.city, state: address.state || place.state, country };
}
