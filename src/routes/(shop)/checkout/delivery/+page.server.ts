import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { shownWays } from '#lib/commerce/cart/shown-ways.ts';
import { readKeptRates } from '#lib/commerce/stores/read-places.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { quotesFor } from '../../cart/this-cart.ts';
import { frameOf, openCheckout } from '../open-checkout.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, depends } = event;
  depends('shop:cart');
  const { cart } = await openCheckout(event, 'delivery');
  const [choices, rateOf] = await Promise.all([quotesFor(locals.shop, cart, cart.postcode), readKeptRates(locals.shop)]);
  return {
    ...frameOf(locals.shop, cart),
    postcode: cart.address?.postcode ?? null,
    currency: cart.currency,
    ...shownWays(choices, cart, rateOf)
  };
};

/** The way and the date shown beside it, as one value: a radio button has no other place for it. */
const Chosen = z.strictObject({
  way: z.string('Choose one of the days.').regex(/^[a-z_]{1,20}(~[a-z0-9+-]{1,160})? \d{4}-[\dT:.-]{8,22}Z$/, 'Choose one of the days.')
});

export const actions: Actions = {
  default: async (event) => {
    const { locals, request } = event;
    const { cartKey, cart } = await openCheckout(event, 'delivery');
    const read = parseForm(Chosen, await request.formData());
    if ('problems' in read)
      return fail(422, { message: read.problems.fields['way'] ?? 'Choose one of the days.', code: 'invalid' as const });
    const [choice = '', deliverUntil = ''] = read.data.way.split(' ');
    const chosen = await limited(locals.shop, LIMITS.checkoutByCart, cart.id)
      .then(() => chooseDelivery(locals.shop, locals.actor, { cartKey, choice, deliverUntil }))
      .catch(refusalToHttp);
    if ('status' in chosen) return fail(chosen.status, { message: chosen.message, code: chosen.code });
    redirect(303, '/checkout/payment');
  }
};
