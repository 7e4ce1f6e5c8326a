import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { sharesOf } from '#db/queries/cart-grants.ts';
import { isOpen } from '#lib/commerce/cart/cart.ts';
import { revokeShare } from '#lib/commerce/cart/revoke-share.server.ts';
import { shareCart } from '#lib/commerce/cart/share-cart.server.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { qrShape } from '#lib/ui/qr.ts';
import { thisCart } from '../this-cart.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { shop } = event.locals;
  event.setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
  const here = await thisCart(event);
  if (!here || !isOpen(here.cart)) redirect(303, '/cart');
  const shares = await sharesOf(shop.db, here.cart.id, shop.now());
  const links = shares.map(({ id, may, label, madeAt, expiresAt }) => {
    const url = `${shop.origin}/c/${shop.keys.make('grant', id)}`;
    return { id, may, label, madeAt, expiresAt, url, qr: qrShape(url) };
  });
  return { links, at: shop.now(), formKey: shop.newId() };
};

const LABEL_LENGTH = 40;
const Share = z.strictObject({
  label: z
    .string()
    .trim()
    .max(LABEL_LENGTH, `Write ${LABEL_LENGTH} characters or fewer.`)
    .refine((label) => !/\p{Cc}/u.test(label) && label.isWellFormed(), 'Write a name on one line.'),
  may: z.enum(['view', 'edit'], 'Choose what the link may do.'),
  key: z.string().regex(/^[\w-]{8,64}$/)
});
const OfLink = z.strictObject({ grantId: z.uuid() });
const STALE = 'This form was not whole. Load the page again and send it once more.';

export const actions: Actions = {
  make: async ({ cookies, request, locals: { shop, actor } }) => {
    const read = parseForm(Share, await request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const made = await shareCart(shop, actor, { cartKey: cartKeyFrom(cookies) ?? '', ...read.data }).catch(refusalToHttp);
    if ('status' in made) return fail(made.status, formProblem(made.message, { label: read.data.label, may: read.data.may }));
    redirect(303, '/cart/share');
  },

  revoke: async ({ cookies, request, locals: { shop, actor } }) => {
    const read = parseForm(OfLink, await request.formData());
    if ('problems' in read) return fail(422, formProblem(STALE));
    const revoked = await revokeShare(shop, actor, { cartKey: cartKeyFrom(cookies) ?? '', ...read.data }).catch(refusalToHttp);
    if (revoked) return fail(revoked.status, formProblem(revoked.message));
    redirect(303, '/cart/share');
  }
};
