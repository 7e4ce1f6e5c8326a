import { fail, redirect } from '@sveltejs/kit';
import { acceptCartPrices } from '#lib/commerce/cart/accept-cart-prices.server.ts';
import { cartNotices } from '#lib/commerce/cart/cart-notices.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { totalsOf } from '#lib/commerce/orders/order.ts';
import { methodsFor } from '#lib/commerce/payments/payment-methods.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { formProblem } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { frameOf, openCheckout } from '../open-checkout.ts';
import { payNow } from '../pay-now.ts';
import { instrumentsToTry, readPayment } from '../read-payment.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, depends } = event;
  depends('shop:cart');
  const { cart } = await openCheckout(event, 'payment');
  const { totalMinor } = totalsOf(cart, cart.delivery);
  return {
    ...frameOf(locals.shop, cart),
    version: cart.version,
    methods: methodsFor(cart, totalMinor),
    heldUntil: cart.heldUntil,
    contact: cart.contact,
    address: cart.address,
    priceNotices: cartNotices(cart).map(({ text, lineId }) => `${cart.lines.find(({ id }) => id === lineId)?.title}: ${text}`),
    instruments: instrumentsToTry(),
    /** Made with the form: however often it is sent, it is one order. */
    formKey: locals.shop.newId()
  };
};

export const actions: Actions = {
  pay: async (event) => {
    const { request, locals } = event;
    const { shop, actor } = locals;
    const read = readPayment(await request.formData(), shop.now());
    if ('problems' in read) return fail(422, read.problems);

    const { method, handle, key, version = 0 } = read.data;
    const cartKey = cartKeyFrom(event.cookies) ?? '';
    const placed = await limited(shop, LIMITS.checkoutByCart, shop.keys.open('cart', cartKey) ?? 'none')
      .then(() => placeOrder(shop, actor, { cartKey, version, method, key }))
      .catch(refusalToHttp);
    // What was typed into card fields is not among the values.
    if ('status' in placed && placed.code === 'not-found') redirect(303, '/cart');
    if ('status' in placed)
      return fail(placed.status, {
        ...formProblem(placed.message, { method, upi: method === 'upi' ? (handle ?? '') : '' }),
        code: placed.code
      });
    redirect(303, await payNow(shop, actor, { orderKey: placed.orderKey, handle }));
  },

  /** The shopper has read the new prices here and goes on with them. */
  prices: async ({ cookies, locals }) => {
    const accepted = await acceptCartPrices(locals.shop, locals.actor, { cartKey: cartKeyFrom(cookies) ?? '' }).catch(refusalToHttp);
    if ('status' in accepted) return fail(accepted.status, formProblem(accepted.message));
    redirect(303, '/checkout/payment');
  }
};
