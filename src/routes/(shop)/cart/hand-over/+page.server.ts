import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { handOversOf } from '#db/queries/hand-over.ts';
import { spacedCode } from '#lib/commerce/hand-over/hand-over-code.ts';
import { shownFor } from '#lib/commerce/hand-over/hand-over-secrets.ts';
import { handOverState } from '#lib/commerce/hand-over/hand-over-state.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { rememberTalkBrowser } from '#lib/server/talk-cookie.ts';
import { qrShape } from '#lib/ui/qr.ts';
import { orderPage, thisCart } from '../this-cart.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { depends, locals, setHeaders } = event;
  const { shop } = locals;
  depends('shop:cart', 'shop:hand-over');
  setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
  const here = await thisCart(event);
  if (here?.cart.orderId) redirect(303, orderPage(shop, here.cart.orderId));
  if (!here || here.cart.lines.length === 0) redirect(303, '/cart');

  const at = shop.now();
  const { out, ...state } = handOverState(await handOversOf(shop.db, here.cart.id), at);
  const units = here.cart.lines.reduce((sum, line) => sum + line.quantity, 0);
  const { currency, version } = here.cart;
  return {
    ...state,
    out: out && { ...out, ...shown(out.id) },
    at,
    units,
    currency,
    cart: { key: here.cartKey, id: here.cart.id, version }
  };

  function shown(id: string) {
    const { code, token } = shownFor(shop.keys.seal, id);
    return { code: spacedCode(code), qr: qrShape(`${shop.origin}/go/${token}`) };
  }
};

const OfHandOver = z.strictObject({ handOverId: z.uuid() });

export const actions: Actions = {
  offer: async ({ cookies, locals: { shop, actor }, setHeaders }) => {
    const cartKey = cartKeyFrom(cookies) ?? '';
    const cartId = shop.keys.open('cart', cartKey);
    const counted = cartId ? await limited(shop, LIMITS.handOverByCart, cartId).catch(refusalToHttp) : undefined;
    if (counted && 'status' in counted) {
      setHeaders({ 'retry-after': counted.detail });
      return fail(counted.status, { message: counted.message });
    }
    const offered = await offerHandOver(shop, actor, { cartKey, browser: rememberTalkBrowser(cookies) }).catch(refusalToHttp);
    if ('status' in offered) return fail(offered.status, { message: offered.message });
    redirect(303, '/cart/hand-over');
  },

  revoke: async ({ cookies, request, locals: { shop, actor } }) => {
    const read = parseForm(OfHandOver, await request.formData());
    if ('problems' in read) return fail(422, { message: 'This form was not whole. Load the page again and send it once more.' });
    const revoked = await revokeHandOver(shop, actor, { cartKey: cartKeyFrom(cookies) ?? '', ...read.data }).catch(refusalToHttp);
    if (revoked) return fail(revoked.status, { message: revoked.message });
    redirect(303, '/cart/hand-over');
  }
};
