import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { handOversOf } from '#db/queries/hand-over.ts';
import { stockSnapshots } from '#db/queries/live-stock.ts';
import { counterItems } from '#db/queries/till.ts';
import { acceptCartPrices } from '#lib/commerce/cart/accept-cart-prices.server.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { MAX_QUANTITY } from '#lib/commerce/cart/cart.ts';
import { cartPage } from '#lib/commerce/cart/cart-page.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { handOverState } from '#lib/commerce/hand-over/hand-over-state.ts';
import { readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { postcodeFrom } from '#lib/server/postcode-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { besideActions } from './beside-actions.ts';
import { besideCart } from './beside-cart.ts';
import { followedCart } from './followed-cart.ts';
import { orderPage, quotesFor, thisCart } from './this-cart.ts';

export const load: PageServerLoad = async (event) => {
  event.depends('shop:cart');
  return everything(event);
};

/** All that the page shows, as it is now. */
async function everything(event: Pick<RequestEvent, 'cookies' | 'locals' | 'url'>) {
  const { cookies, locals, url } = event;
  const { shop } = locals;
  const [here, place] = await Promise.all([thisCart(event), readVisitorPlace(shop, postcodeFrom(cookies))]);
  const [out, beside, live] = await Promise.all([
    takenOut(shop, url.searchParams.get('out')),
    besideCart(shop, locals.actor, here?.cart),
    followedCart(locals, here)
  ]);
  const frame = { at: shop.now(), formKey: shop.newId(), out, beside, live };
  if (here?.cart.orderId) return { ...frame, cart: null, ordered: orderPage(shop, here.cart.orderId) };
  if (!here || here.cart.lines.length === 0) return { ...frame, cart: null, ordered: null };

  const { cart } = here;
  const postcode = cart.address?.postcode ?? place?.code ?? null;
  const variantIds = [...new Set(cart.lines.map((line) => line.variantId))];
  const [choices, stock, handOvers] = await Promise.all([
    quotesFor(shop, cart, postcode),
    stockSnapshots(shop.db, variantIds),
    handOversOf(shop.db, cart.id)
  ]);
  return {
    ...frame,
    cart: { currency: cart.currency, postcode, heldUntil: cart.heldUntil, ...cartPage(cart, choices) },
    stock,
    handOver: handOverState(handOvers, frame.at),
    ordered: null
  };
}

const HOW_MANY = 'Choose how many: a whole number from 1 to 99.';
const Quantity = z
  .string()
  .regex(/^\d{1,3}$/, HOW_MANY)
  .transform(Number)
  .pipe(z.number().max(MAX_QUANTITY, HOW_MANY));
const OfLine = z.strictObject({ lineId: z.uuid() });
const Change = z.strictObject({ lineId: z.uuid(), quantity: Quantity });
const Back = z.strictObject({
  variantId: z.uuid(),
  quantity: Quantity.pipe(z.number().min(1)),
  pickupNodeId: z.string().regex(/^[a-z0-9-]{0,64}$/),
  key: z.string().regex(/^[\w-]{8,64}$/)
});
const STALE = 'This form was not whole. Load the page again and send it once more.';

export const actions: Actions = {
  ...besideActions,

  /** The page asks for what it shows, so that a network which fails just then costs nothing but this answer. */
  look: async (event) => ({ look: await everything(event) }),

  change: async (event) => {
    const read = parseForm(Change, await event.request.formData());
    if ('problems' in read)
      return fail(422, { lineId: read.problems.values['lineId'] ?? '', message: read.problems.fields['quantity'] ?? STALE });
    return changed(event, read.data);
  },

  remove: async (event) => {
    const read = parseForm(OfLine, await event.request.formData());
    if ('problems' in read) return fail(422, { lineId: '', message: STALE });
    return changed(event, { ...read.data, quantity: 0 });
  },

  /** Undo of taking out: the same thing, as often, at the same place. */
  restore: async (event) => {
    const { cookies, locals } = event;
    const read = parseForm(Back, await event.request.formData());
    if ('problems' in read) return fail(422, { lineId: '', message: STALE });
    const { pickupNodeId, ...wanted } = read.data;
    const cartKey = cartKeyFrom(cookies) ?? '';
    const added = await addToCart(locals.shop, locals.actor, { cartKey, ...wanted, pickupNodeId: pickupNodeId || null }).catch(
      refusalToHttp
    );
    if ('status' in added) return fail(added.status, { lineId: '', message: added.message });
    redirect(303, '/cart');
  },

  /** On to the checkout: whoever goes on has read what the things cost now. */
  checkout: async ({ cookies, locals }) => {
    const accepted = await acceptCartPrices(locals.shop, locals.actor, { cartKey: cartKeyFrom(cookies) ?? '' }).catch(refusalToHttp);
    if ('status' in accepted && accepted.code !== 'not-found' && accepted.code !== 'cart-closed') {
      return fail(accepted.status, { lineId: '', message: accepted.message });
    }
    redirect(303, '/checkout');
  }
};

/** Sets a quantity; a line that is taken out is named in the address, so that it can be put back without script too. */
async function changed(event: RequestEvent, { lineId, quantity }: { lineId: string; quantity: number }) {
  const { locals } = event;
  const here = await thisCart(event);
  const line = here?.cart.lines.find((one) => one.id === lineId);
  // Taken out already, perhaps in another tab: what was asked for is so.
  if (!here || (!line && quantity === 0)) redirect(303, '/cart');
  const done = await changeCartLine(locals.shop, locals.actor, { cartKey: here.cartKey, lineId, quantity }).catch(refusalToHttp);
  if ('status' in done) return fail(done.status, { lineId, message: done.message });
  redirect(303, quantity === 0 && line ? `/cart?out=${line.variantId}.${line.quantity}.${line.pickupNodeId ?? ''}` : '/cart');
}

const OUT = /^([0-9a-f-]{36})\.(\d{1,2})\.([a-z0-9-]{0,64})$/;

/** What the address says was just taken out, with its name. */
async function takenOut(shop: Shop, said: string | null) {
  const [, variantId, quantity, pickupNodeId] = OUT.exec(said ?? '') ?? [];
  if (variantId === undefined || !z.uuid().safeParse(variantId).success) return null;
  const [item] = await counterItems(shop.db, [variantId], 'INR');
  return item ? { variantId, quantity: Number(quantity), pickupNodeId: pickupNodeId ?? '', title: item.title } : null;
}
