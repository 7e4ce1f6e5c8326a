import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { acceptCartPrices } from '#lib/commerce/cart/accept-cart-prices.server.ts';
import { cartNotices } from '#lib/commerce/cart/cart-notices.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { totalsOf } from '#lib/commerce/orders/order.ts';
import { payWithBalance } from '#lib/commerce/payments/pay-with-balance.server.ts';
import { methodsFor } from '#lib/commerce/payments/payment-methods.ts';
import { readBalances } from '#lib/commerce/payments/read-balances.server.ts';
import { takeOutBalance } from '#lib/commerce/payments/take-out-balance.server.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { payByCode } from '#lib/server/pay-by-code.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { frameOf, openCheckout } from '../open-checkout.ts';
import { payNow } from '../pay-now.ts';
import { instrumentsToTry, readPayment } from '../read-payment.ts';
import { giftCardsToTry, ownCredit } from './balances-here.ts';
import type { Actions, PageServerLoad } from './$types';

const HERE = '/checkout/payment';

export const load: PageServerLoad = async (event) => {
  const { locals, depends } = event;
  depends('shop:cart');
  const { cart } = await openCheckout(event, 'payment');
  const { totalMinor } = totalsOf(cart, cart.delivery);
  return {
    ...frameOf(locals.shop, cart),
    version: cart.version,
    methods: methodsFor(cart, totalMinor),
    ...(await readBalances(locals.shop, cart)),
    creditMinor: await ownCredit(locals.shop, locals.actor, cart),
    giftCards: await giftCardsToTry(locals.shop),
    heldUntil: cart.heldUntil,
    contact: cart.contact,
    address: cart.address,
    priceNotices: cartNotices(cart).map(({ text, lineId }) => `${cart.lines.find(({ id }) => id === lineId)?.title}: ${text}`),
    instruments: instrumentsToTry(),
    /** Made with the form: however often it is sent, it is one order. */
    formKey: locals.shop.newId()
  };
};

const Code = z.strictObject({ giftCode: z.string().max(200) });
const Value = z.strictObject({ value: z.uuid() });

export const actions: Actions = {
  /** A gift card, or store credit by its code, pays before anything else does. */
  card: async (event) => {
    const { cookies, request, locals, setHeaders, getClientAddress } = event;
    const read = parseForm(Code, await request.formData());
    const typed = 'data' in read ? read.data.giftCode : '';
    const asked = { cartKey: cartKeyFrom(cookies) ?? '', typed, address: getClientAddress() };
    const refused = await payByCode(locals.shop, locals.actor, asked).catch(refusalToHttp);
    if (!refused) redirect(303, HERE);
    if (refused.code === 'not-found') redirect(303, '/cart');
    if (refused.status === 429) setHeaders({ 'retry-after': refused.detail });
    return fail(refused.status, { wrong: { typed: typed.slice(0, 40), problem: refused.message } });
  },

  credit: async ({ cookies, locals }) => {
    const refused = await payWithBalance(locals.shop, locals.actor, { cartKey: cartKeyFrom(cookies) ?? '', credit: true }).catch(
      refusalToHttp
    );
    if (refused) return fail(refused.status, formProblem(refused.message));
    redirect(303, HERE);
  },

  out: async ({ cookies, request, locals }) => {
    const read = parseForm(Value, await request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const out = { cartKey: cartKeyFrom(cookies) ?? '', valueId: read.data.value };
    const refused = await takeOutBalance(locals.shop, locals.actor, out).catch(refusalToHttp);
    if (refused) return fail(refused.status, formProblem(refused.message));
    redirect(303, HERE);
  },

  pay: async (event) => {
    const { request, locals } = event;
    const { shop, actor } = locals;
    const read = readPayment(await request.formData(), shop.now());
    if ('problems' in read) return fail(422, read.problems);

    const { method, handle, key, version = 0, restMinor } = read.data;
    const cartKey = cartKeyFrom(event.cookies) ?? '';
    const placed = await limited(shop, LIMITS.checkoutByCart, shop.keys.open('cart', cartKey) ?? 'none')
      .then(() => placeOrder(shop, actor, { cartKey, version, method, restMinor, key }))
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
    redirect(303, HERE);
  }
};
