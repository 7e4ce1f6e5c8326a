import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { stockSnapshots } from '#db/queries/live-stock.ts';
import { queueSnapshots, queueView } from '#db/queries/queue.ts';
import { findAccount } from '#db/queries/users.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { productView } from '#lib/commerce/catalog/product-view.ts';
import { readPage, readPageText } from '#lib/commerce/catalog/read-catalog.server.ts';
import { askToBeTold } from '#lib/commerce/stock/ask-to-be-told.server.ts';
import { joinQueue } from '#lib/commerce/stock/join-queue.server.ts';
import { leaveQueue } from '#lib/commerce/stock/leave-queue.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { cartKeyFrom, rememberCart } from '#lib/server/cart-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { email } from '../../../account/fields.ts';
import { refusedForm } from '../../../account/refused.ts';
import { thisCart } from '../../../cart/this-cart.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const GONE = 'There is nothing of that name in the shop any more. Search for what you want, or start at the front.';
/** Where it is to be collected; anything else in the address is as good as nothing. */
const AT = /^[a-z0-9-]{1,60}$/;

export const load: PageServerLoad = async ({ params: { handle }, url, cookies, depends, locals: { shop, actor } }) => {
  depends('shop:queue');
  const text = await readPageText(shop, handle);
  const read = text === undefined ? undefined : await readPage(shop, text);
  const view = read && productView(read.product, read.now, url.searchParams.get('variant'));
  if (!view) error(404, GONE);
  const { id, slug, options, counted } = view.chosen;
  const nodeId = atOf(url);
  const cartId = shop.keys.open('cart', cartKeyFrom(cookies) ?? '') ?? null;
  return {
    name: [view.title, ...options].join(', '),
    variantId: id,
    back: `/product/${handle}?variant=${slug}`,
    here: new URLSearchParams({ variant: slug, ...(nodeId !== null && { at: nodeId }) }).toString(),
    ...(await lastUnits(shop, { variantId: id, nodeId, cartId }, counted)),
    at: shop.now(),
    formKey: shop.newId(),
    email: await emailOf(shop, actor),
    done: url.searchParams.has('done')
  };
};

/** How far queue and stock are is read first: what changes meanwhile makes the page look again. */
async function lastUnits(shop: Shop, whose: { variantId: string; nodeId: string | null; cartId: string | null }, counted: boolean) {
  const { db } = shop;
  const [[line], [stock]] = await Promise.all([queueSnapshots(db, [whose.variantId]), stockSnapshots(db, [whose.variantId])]);
  const queue = await queueView(db, { ...whose, at: shop.now() });
  const seen = { queue: line?.version ?? 0, stock: stock?.version ?? 0 };
  return { queue, seen, isHere: !counted || (stock?.available ?? 0) > 0 };
}

async function emailOf(shop: Shop, actor: Actor): Promise<string> {
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  return customerId === undefined ? '' : ((await findAccount(shop.db, customerId))?.email ?? '');
}

const atOf = (url: URL): string | null => AT.exec(url.searchParams.get('at') ?? '')?.[0] ?? null;

const VARIANT = z.uuid('This choice is not there any more. Choose again.');
const Ask = z.object({ variantId: VARIANT, email });
const Stand = z.strictObject({ variantId: VARIANT });
const Take = z.strictObject({
  variantId: VARIANT,
  key: z.string().regex(/^[A-Za-z0-9-]{8,64}$/, 'This form is too old. Load the page again.')
});

export const actions: Actions = {
  tell: async (event) => {
    const { request, locals, getClientAddress } = event;
    const form = parseForm(Ask, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const asked = { ...form.data, address: getClientAddress() };
    const refused = await askToBeTold(locals.shop, locals.actor, asked).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused, { email: form.data.email });
    return backHere(event, 'done');
  },

  /** In the visitor's cart, or in a new one: what is offered is held for it. */
  join: async (event) => {
    const { request, locals, getClientAddress, url } = event;
    const form = parseForm(Stand, await request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const asked = { ...form.data, nodeId: atOf(url), address: getClientAddress() };
    const refused = await joinQueue(locals.shop, locals.actor, { ...asked, cartKey: await cartOf(event) }).catch(refusalToHttp);
    return refused ? refusedForm(event, refused) : backHere(event);
  },

  leave: async (event) => {
    const form = parseForm(Stand, await event.request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const { shop, actor } = event.locals;
    const refused = await leaveQueue(shop, actor, { ...form.data, cartKey: cartKeyFrom(event.cookies) ?? '' }).catch(refusalToHttp);
    return refused ? refusedForm(event, refused) : backHere(event);
  },

  /** What is held for the cart lies in it from now on. */
  take: async (event) => {
    const form = parseForm(Take, await event.request.formData());
    if ('problems' in form) return fail(400, form.problems);
    const { shop, actor } = event.locals;
    const wanted = { ...form.data, quantity: 1, pickupNodeId: atOf(event.url), cartKey: cartKeyFrom(event.cookies) ?? '' };
    const added = await addToCart(shop, actor, wanted).catch(refusalToHttp);
    if ('status' in added) return refusedForm(event, added);
    redirect(303, '/cart');
  }
};

const OPEN: readonly string[] = ['active', 'checkout', 'handed_off'];

/** The cart in hand as long as it is open. */
async function cartOf(event: RequestEvent): Promise<string> {
  const { cookies, locals } = event;
  const { shop, actor } = locals;
  const here = await thisCart(event);
  if (here && OPEN.includes(here.cart.state)) return here.cartKey;
  const { cartKey } = await openCart(shop, actor);
  rememberCart(cookies, cartKey);
  return cartKey;
}

function backHere({ url }: RequestEvent, mark?: string): never {
  const said = new URLSearchParams([...url.searchParams].filter(([name]) => name === 'variant' || name === 'at'));
  redirect(303, `${url.pathname}?${said.toString()}${mark === undefined ? '' : `&${mark}`}`);
}
