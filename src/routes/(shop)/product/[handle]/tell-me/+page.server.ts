import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findAccount } from '#db/queries/users.ts';
import { productView } from '#lib/commerce/catalog/product-view.ts';
import { readPage, readPageText } from '#lib/commerce/catalog/read-catalog.server.ts';
import { askToBeTold } from '#lib/commerce/stock/ask-to-be-told.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { email } from '../../../account/fields.ts';
import { refusedForm } from '../../../account/refused.ts';
import type { Actions, PageServerLoad } from './$types';

const GONE = 'There is nothing of that name in the shop any more. Search for what you want, or start at the front.';

export const load: PageServerLoad = async ({ params: { handle }, url, locals: { shop, actor } }) => {
  const text = await readPageText(shop, handle);
  const read = text === undefined ? undefined : await readPage(shop, text);
  const view = read && productView(read.product, read.now, url.searchParams.get('variant'));
  if (!view) error(404, GONE);
  const { id, slug, options, counted, stock } = view.chosen;
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  return {
    name: [view.title, ...options].join(', '),
    variantId: id,
    back: `/product/${handle}?variant=${slug}`,
    isHere: !counted || (stock?.available ?? 0) > 0,
    email: customerId === undefined ? '' : ((await findAccount(shop.db, customerId))?.email ?? ''),
    done: url.searchParams.has('done')
  };
};

const Ask = z.object({ variantId: z.uuid('This choice is not there any more. Choose again.'), email });

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, getClientAddress, url } = event;
    const form = parseForm(Ask, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const asked = { ...form.data, address: getClientAddress() };
    const refused = await askToBeTold(locals.shop, locals.actor, asked).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused, { email: form.data.email });
    const variant = url.searchParams.get('variant');
    redirect(303, `${url.pathname}?${new URLSearchParams({ ...(variant !== null && { variant }), done: '' }).toString()}`);
  }
};
