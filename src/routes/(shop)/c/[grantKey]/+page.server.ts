import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { cartView } from '#db/queries/carts.ts';
import { cartSnapshots } from '#db/queries/live-carts.ts';
import { thingsByWords } from '#db/queries/pick-things.ts';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { authorOf } from '#lib/commerce/cart/author.ts';
import { isOpen } from '#lib/commerce/cart/cart.ts';
import { sharedView } from '#lib/commerce/cart/share-view.ts';
import type { OperationBody } from '#lib/commerce/cart/operations.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { wordsOf } from '#lib/commerce/stock/till-lines.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { openShared } from './open-shared.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const LONGEST_SEARCH = 80;

export const load: PageServerLoad = async ({ params, url, cookies, depends, setHeaders, locals: { shop, actor } }) => {
  depends('shop:shared-cart');
  const { cartId, grant } = await openShared(shop, actor, params.grantKey);
  // The address is a secret: kept by nobody on the way, told to no other page, found by no search.
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const asked = (url.searchParams.get('q') ?? '').slice(0, LONGEST_SEARCH).replaceAll('\0', '');
  const [cart, [snapshot]] = await Promise.all([cartView(shop.db, cartId), cartSnapshots(shop.db, [cartId])]);
  if (!cart || !snapshot) error(404);
  const mayChange = grant.may === 'edit' && isOpen(cart);
  const me = authorOf(actor, grant);
  return {
    ...sharedView(cart, snapshot, me),
    me,
    grantKey: params.grantKey,
    mayChange,
    asked,
    found: mayChange ? await thingsByWords(shop.db, wordsOf(asked), cart.currency) : [],
    isOwn: shop.keys.open('cart', cartKeyFrom(cookies) ?? '') === cartId,
    at: shop.now()
  };
};

const Place = { variantId: z.uuid(), pickupNodeId: z.string().regex(/^[a-z0-9-]{0,64}$/) };
const Units = z
  .string()
  .regex(/^-?\d{1,2}$/)
  .transform(Number);
const Change = z.strictObject({ ...Place, by: Units });
const Remove = z.strictObject({ ...Place, seen: Units });
const Add = z.strictObject({ variantId: z.uuid() });
const STALE = 'This form was not whole. Load the page again and send it once more.';

export const actions: Actions = {
  change: async (event) => {
    const read = parseForm(Change, await event.request.formData());
    return 'problems' in read ? fail(422, { message: STALE }) : operate(event, { kind: 'change', ...placed(read.data), by: read.data.by });
  },
  remove: async (event) => {
    const read = parseForm(Remove, await event.request.formData());
    return 'problems' in read
      ? fail(422, { message: STALE })
      : operate(event, { kind: 'remove', ...placed(read.data), seen: read.data.seen });
  },
  add: async (event) => {
    const read = parseForm(Add, await event.request.formData());
    return 'problems' in read
      ? fail(422, { message: STALE })
      : operate(event, { kind: 'add', ...read.data, pickupNodeId: null, quantity: 1 });
  }
};

const placed = ({ variantId, pickupNodeId }: { variantId: string; pickupNodeId: string }) => ({
  variantId: variantId.toLowerCase(),
  pickupNodeId: pickupNodeId || null
});

async function operate({ params, locals: { shop, actor } }: RequestEvent, body: OperationBody) {
  await openShared(shop, actor, params.grantKey);
  const operation = { id: shop.newId(), baseVersion: 0, madeAt: shop.now().toISOString(), ...body };
  const done = await applyOperations(shop, actor, { cartKey: params.grantKey, operations: [operation] }).catch(refusalToHttp);
  if ('status' in done) return fail(done.status, { message: done.message });
  const [outcome] = done.outcomes;
  if (outcome?.outcome === 'refused') return fail(409, { message: sentenceFor(outcome.code, outcome.detail) });
  redirect(303, `/c/${params.grantKey}`);
}
