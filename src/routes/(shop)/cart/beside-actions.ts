import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { putReceiptAway } from '#db/queries/cart-merges.ts';
import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import { forgetSaved } from '#lib/commerce/cart/forget-saved.server.ts';
import { mergeCarts } from '#lib/commerce/cart/merge-carts.server.ts';
import { openCart } from '#lib/commerce/cart/open-cart.server.ts';
import { Operations } from '#lib/commerce/cart/operations-schema.ts';
import type { OperationBody } from '#lib/commerce/cart/operations.ts';
import { saveFurther } from '#lib/commerce/cart/save-further.server.ts';
import { undoMerge } from '#lib/commerce/cart/undo-merge.server.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { cartKeyFrom, rememberCart } from '#lib/server/cart-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { thisCart } from './this-cart.ts';
import type { Actions, RequestEvent } from './$types';

const STALE = 'This form was not whole. Load the page again and send it once more.';
const Line = z.strictObject({ variantId: z.uuid(), pickupNodeId: z.string().regex(/^[a-z0-9-]{0,64}$/) });
const Thing = z.strictObject({ variantId: z.uuid() });
const NOTE_CHARACTERS = 500;
const Note = z.strictObject({
  note: z
    .string()
    .transform((note) => note.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().max(NOTE_CHARACTERS, `Write ${NOTE_CHARACTERS} characters or fewer.`))
});

/** The acts beside the lines of a cart. Each ends on the cart, with a sentence when it could not be done. */
export const besideActions = {
  save: async (event) => {
    const read = parseForm(Line, await event.request.formData());
    if ('problems' in read) return fail(422, { lineId: '', message: STALE });
    const { variantId, pickupNodeId } = read.data;
    return operate(event, { kind: 'save', variantId, pickupNodeId: pickupNodeId || null });
  },

  unsave: async (event) => {
    const read = parseForm(Thing, await event.request.formData());
    if ('problems' in read) return fail(422, { lineId: '', message: STALE });
    return operate(event, { kind: 'unsave', variantId: read.data.variantId, pickupNodeId: null });
  },

  forget: async (event) => {
    const read = parseForm(Thing, await event.request.formData());
    if ('problems' in read) return fail(422, { lineId: '', message: STALE });
    const { shop, actor } = event.locals;
    const done = await forgetSaved(shop, actor, { cartKey: keyIn(event), ...read.data }).catch(refusalToHttp);
    return done ? fail(done.status, { lineId: '', message: done.message }) : redirect(303, '/cart');
  },

  note: async (event) => {
    const read = parseForm(Note, await event.request.formData());
    if ('problems' in read)
      return fail(422, { lineId: '', message: read.problems.fields['note'] ?? STALE, note: read.problems.values['note'] });
    return operate(event, { kind: 'note', note: read.data.note });
  },

  /** Two carts, parted by Undo before, become one again. */
  merge: async (event) => {
    const { shop, actor } = event.locals;
    const merged = await mergeCarts(shop, actor, { cartKey: keyIn(event) }).catch(refusalToHttp);
    if ('status' in merged) return fail(merged.status, { lineId: '', message: merged.message });
    if (merged.cartKey !== null) rememberCart(event.cookies, merged.cartKey);
    redirect(303, '/cart');
  },

  undoMerge: async (event) => {
    const { shop, actor } = event.locals;
    const undone = await undoMerge(shop, actor, { cartKey: keyIn(event) }).catch(refusalToHttp);
    // Done already, perhaps by a second press.
    if ('status' in undone && undone.code === 'not-found') redirect(303, '/cart');
    if ('status' in undone) return fail(undone.status, { lineId: '', message: undone.message });
    rememberCart(event.cookies, undone.cartKey);
    redirect(303, '/cart');
  },

  readMerge: async (event) => {
    const { shop } = event.locals;
    const cartId = shop.keys.open('cart', keyIn(event));
    if (cartId) await putReceiptAway(shop.db, cartId, shop.now());
    redirect(303, '/cart');
  }
} satisfies Actions;

const keyIn = ({ cookies }: RequestEvent): string => cartKeyFrom(cookies) ?? '';

/** The cart in hand; after the order, for what was saved there, the next one. */
async function openKey(event: RequestEvent, { kind }: OperationBody): Promise<string> {
  const { shop, actor } = event.locals;
  const orderedKey = keyIn(event);
  const here = await thisCart(event);
  if (kind !== 'unsave' || here?.cart.state !== 'placed') return orderedKey;
  const { cartKey } = await openCart(shop, actor, { postcode: here.cart.postcode });
  await saveFurther(shop, actor, { orderedKey, cartKey });
  rememberCart(event.cookies, cartKey);
  return cartKey;
}

/** One operation by a form: the server makes its id, since a second press finds it done. */
async function operate(event: RequestEvent, body: OperationBody) {
  const { shop, actor } = event.locals;
  const head = { id: shop.newId(), baseVersion: 0, madeAt: shop.now().toISOString() };
  const read = Operations.safeParse([{ ...head, ...body }]);
  if (!read.success) return fail(422, { lineId: '', message: STALE });
  const done = await applyOperations(shop, actor, { cartKey: await openKey(event, body), operations: read.data }).catch(refusalToHttp);
  if ('status' in done) return fail(done.status, { lineId: '', message: done.message });
  const [outcome] = done.outcomes;
  if (outcome?.outcome !== 'refused' || outcome.code === 'not-found') redirect(303, '/cart');
  return fail(409, { lineId: '', message: sentenceFor(outcome.code, outcome.detail) });
}
