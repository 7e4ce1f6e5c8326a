import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { orderAgain } from '#lib/commerce/cart/order-again.server.ts';
import { readAgain } from '#lib/commerce/cart/read-again.server.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { intoCart } from '../../../into-cart.ts';
import { openOrder } from '../open-order.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params: { orderKey }, cookies, setHeaders, locals: { shop } }) => {
  const order = await openOrder(shop, orderKey);
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const again = await readAgain(shop, { orderKey, cartKey: cartKeyFrom(cookies) });
  return { orderKey, number: order.number, currency: order.currency, ...again, formKey: shop.newId() };
};

const Press = z.strictObject({ seal: z.string().min(1).max(64), key: z.uuid() });
const STALE = 'What can be had changed just now. This is how it stands at this moment.';

export const actions: Actions = {
  default: async (event) => {
    const { shop, actor } = event.locals;
    const { orderKey } = event.params;
    const order = await openOrder(shop, orderKey);
    const read = parseForm(Press, await event.request.formData());
    if ('problems' in read) return fail(422, { problem: 'Something in there cannot be right. Load the page again.' });
    const counted = await limited(shop, LIMITS.wishByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, { problem: counted.message });
    const press = { orderKey, ...read.data };
    const refused = await intoCart(event, press.key, async (cartKey) => orderAgain(shop, actor, { ...press, cartKey })).catch(
      refusalToHttp
    );
    if (refused) return fail(refused.status, { problem: refused.code === 'stale-version' ? STALE : refused.message });
    redirect(303, '/cart');
  }
};
