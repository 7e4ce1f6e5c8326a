import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as z from 'zod';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { productView } from '#lib/commerce/catalog/product-view.ts';
import { readProduct } from '#lib/commerce/catalog/read-catalog.server.ts';
import { rememberVisitCart } from '#lib/server/kiosk-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { atKiosk, type Visitor } from '../../at-kiosk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { nodeId } = await atKiosk(event);
  const { shop } = event.locals;
  const at = shop.now();
  const read = await readProduct(shop, event.params.handle);
  const view = read && productView(read.product, read.now, event.url.searchParams.get('variant'));
  if (!view) error(404, { message: 'There is nothing of that name in the shop any more.' });
  const { handle, title, subtitle, facts, rows, currency, chosen } = view;
  return { at, nodeId, view: { handle, title, subtitle, facts, rows, currency, chosen }, key: shop.newId() };
};

const Put = z.strictObject({ variantId: z.uuid(), to: z.enum(['carry', 'send']), key: z.uuid() });

export const actions: Actions = {
  put: async (event) => {
    const { nodeId, visitor, cart } = await atKiosk(event);
    const { shop } = event.locals;
    const form = parseForm(Put, await event.request.formData());
    if ('problems' in form) return fail(422, { message: 'This form was not whole. Choose it once more.' });
    const { variantId, to, key } = form.data;
    const put = async () =>
      addToCart(shop, visitor, {
        cartKey: cart?.cartKey ?? (await begun(event, visitor, key)),
        variantId,
        quantity: 1,
        pickupNodeId: to === 'carry' ? nodeId : null,
        key
      });
    const added = await put().catch(refusalToHttp);
    if ('status' in added) return fail(added.status, { message: added.message });
    redirect(303, '/kiosk/cart');
  }
};

async function begun({ cookies, locals }: RequestEvent, visitor: Visitor, key: string): Promise<string> {
  const { cartKey } = await openCart(locals.shop, visitor, { key });
  rememberVisitCart(cookies, cartKey);
  return cartKey;
}
