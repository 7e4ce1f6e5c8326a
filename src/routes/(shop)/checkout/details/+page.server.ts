import { fail, redirect } from '@sveltejs/kit';
import { defaultAddressOf } from '#db/queries/customer-addresses.ts';
import { findAccount } from '#db/queries/users.ts';
import type { Postcode } from '#db/queries/postcodes.ts';
import type { Address } from '#lib/commerce/cart/cart.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { needsAddress } from '#lib/commerce/orders/order.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { noteUnplacedPostcode } from '#lib/commerce/stores/note-unplaced-postcode.server.ts';
import { readPlace, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { postcodeFrom, rememberPostcode } from '#lib/server/postcode-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { frameOf, openCheckout } from '../open-checkout.ts';
import { asDetails, DetailsToCollect, DetailsToHome } from './read-details.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, depends } = event;
  depends('shop:cart');
  const { cart } = await openCheckout(event, 'details');
  return {
    ...frameOf(locals.shop, cart),
    toHome: needsAddress(cart),
    hasAccount: locals.actor.role === 'shopper' && locals.actor.customerId !== undefined,
    values: await known(event, cart)
  };
};

/** What the form begins with: what was given before, what the account knows, and the place of which the rest of the shop speaks. */
async function known({ cookies, locals }: RequestEvent, cart: CartView) {
  const account = await ownWords(locals);
  const { email = '', name = '', phone = '' } = cart.contact ?? account?.contact ?? {};
  const address = cart.address ?? account?.address ?? (await placeOnly(locals.shop, postcodeFrom(cookies)));
  const { postcode, city, state, line1, line2 } = address;
  return { email, name, phone, note: cart.note, postcode, city, state, line1, line2 };
}

async function ownWords({ actor, shop }: App.Locals) {
  if (actor.role !== 'shopper' || actor.customerId === undefined) return undefined;
  const [contact, address] = await Promise.all([findAccount(shop.db, actor.customerId), defaultAddressOf(shop.db, actor.customerId)]);
  return { contact, address };
}

async function placeOnly(shop: Shop, postcode: string | undefined): Promise<Omit<Address, 'country'>> {
  const place = await readVisitorPlace(shop, postcode);
  return { postcode: place?.code ?? '', city: place?.city ?? '', state: place?.state ?? '', line1: '', line2: '' };
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
      await noteUnplacedPostcode(shop, { typed: address.postcode });
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
