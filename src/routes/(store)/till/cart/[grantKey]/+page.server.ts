import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { handOversOf, isWithoutOwner } from '#db/queries/hand-over.ts';
import { cartSnapshots } from '#db/queries/live-carts.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { authorOf } from '#lib/commerce/cart/author.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { askForPayment } from '#lib/commerce/hand-over/ask-for-payment.server.ts';
import { claimedCart } from '#lib/commerce/hand-over/claimed-cart.ts';
import { finishAtTill } from '#lib/commerce/hand-over/finish-at-till.server.ts';
import { handOut } from '#lib/commerce/hand-over/hand-out.server.ts';
import { OFFER_MS } from '#lib/commerce/hand-over/hand-over-code.ts';
import { shownFor } from '#lib/commerce/hand-over/hand-over-secrets.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import { sendCartToPhone } from '#lib/commerce/hand-over/send-cart-to-phone.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { readScan } from '#lib/commerce/stock/till-lines.ts';
import { answerAtCounter } from '#lib/commerce/support/answer-at-counter.server.ts';
import { readTalkAtCounter } from '#lib/commerce/support/read-talk-at-counter.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { testInstruments } from '#lib/server/providers/test-bank/test-instruments.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp, type HttpRefusal } from '#lib/server/refusal-to-http.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { qrShape } from '#lib/ui/qr.ts';
import { findItems } from '../../../find-items.ts';
import { shelvesFor } from '../../../shelves-for.ts';
import { counterOrder } from './counter-order.ts';
import { openClaim } from './open-claim.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ depends, locals: { shop, actor }, params, url }) => {
  depends('store:cart');
  const { who, cart, cartKey } = await openClaim(shop, actor, params.grantKey);
  const { found, asked } = await look(shop, url.searchParams.get('q') ?? '');
  const variantIds = [...cart.lines, ...found].map(({ variantId }) => variantId);
  const [snapshots, handOvers, withoutOwner, shelf, talk] = await Promise.all([
    cartSnapshots(shop.db, [cart.id]),
    handOversOf(shop.db, cart.id),
    isWithoutOwner(shop.db, cart.id),
    shelvesFor(shop, who.nodeId, variantIds),
    readTalkAtCounter(shop, actor, { cartKey })
  ]);
  const at = shop.now();
  const out = handOvers.find((one) => one.state === 'offered' && one.offeredBy === 'staff' && one.expiresAt > at);
  return {
    cartKey,
    me: authorOf(actor),
    cart: claimedCart(cart, snapshots[0], who.nodeId),
    order: cart.orderId ? await counterOrder(shop, cart.orderId, who.nodeId) : null,
    /** Begun here: it can be sent to the customer's phone. */
    withoutOwner,
    sending: out
      ? {
          isMailed: out.expiresAt.getTime() - out.offeredAt.getTime() > OFFER_MS,
          expiresAt: out.expiresAt,
          qr: qrShape(`${shop.origin}/go/${shownFor(shop.keys.seal, out.id).token}`)
        }
      : null,
    asked: handOvers.find((one) => one.state === 'claimed' && one.askedMinor !== null)?.askedMinor ?? null,
    found,
    lookedFor: asked,
    shelf,
    talk,
    /** Its owner showed the code: with the cart comes their talk, also one that is still to begin. */
    isFromPhone: handOvers.some((one) => one.state === 'claimed' && one.offeredBy === 'owner'),
    cards: testInstruments.filter(({ method }) => method === 'card').map(({ handle, says }) => ({ handle, says })),
    key: shop.newId(),
    at
  };
};

async function look(shop: Shop, text: string) {
  const asked = readScan(text);
  const { found } = await findItems(shop.db, asked.code);
  return { found, asked };
}

const Key = z.string().regex(/^[\w-]{8,64}$/);
const Whole = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);
const Scan = z.strictObject({ code: z.string().trim().min(1).max(80), key: Key, to: z.enum(['carry', 'send']).default('carry') });
const Add = z.strictObject({ variantId: z.uuid(), quantity: Whole, key: Key, to: z.enum(['carry', 'send']).default('carry') });
const Change = z.strictObject({ lineId: z.uuid(), quantity: Whole });
const Ask = z.strictObject({ version: Whole });
const Finish = z.strictObject({
  version: Whole,
  seenTotalMinor: Whole,
  key: Key,
  method: z.enum(['cash', 'card']),
  card: z.string().max(40).default('')
});
const Card = z.strictObject({ card: z.string().max(40), key: Key });

const Answer = z.strictObject({ words: z.string().max(24_000), key: Key });
const Mail = z.strictObject({ email: z.email().max(200) });

const STALE = 'This form was not whole. Load the page again and send it once more.';
type Event = Parameters<Actions[string]>[0];

/** Reads the form, does it, and comes back to the cart; a no is told above it. */
async function done<T>(event: Event, schema: z.ZodType<T>, act: (input: T) => Promise<unknown>) {
  const form = parseForm(schema, await event.request.formData());
  if ('problems' in form) return fail(422, { message: STALE });
  const refused = (await act(form.data).then(() => undefined, refusalToHttp)) satisfies HttpRefusal | undefined;
  if (refused) return fail(refused.status, { message: refused.message });
  redirect(303, `/till/cart/${event.params.grantKey}`);
}

export const actions: Actions = {
  /** A code that names one thing puts it in; everything else is looked for. */
  scan: async (event) => {
    const { shop, actor } = event.locals;
    const { who, cartKey } = await openClaim(shop, actor, event.params.grantKey);
    const form = parseForm(Scan, await event.request.formData());
    if ('problems' in form) return fail(422, { message: 'Scan or type something first.' });
    const { code, quantity } = readScan(form.data.code);
    const { only } = await findItems(shop.db, code);
    if (!only) redirect(303, `/till/cart/${cartKey}?q=${encodeURIComponent(form.data.code)}`);
    const pickupNodeId = form.data.to === 'carry' ? who.nodeId : null;
    const added = await addToCart(shop, actor, { cartKey, variantId: only.variantId, quantity, pickupNodeId, key: form.data.key }).catch(
      refusalToHttp
    );
    if ('status' in added) return fail(added.status, { message: `${only.title}: ${added.message}` });
    redirect(303, `/till/cart/${cartKey}`);
  },

  add: async (event) => {
    const { shop, actor } = event.locals;
    const { who, cartKey } = await openClaim(shop, actor, event.params.grantKey);
    return done(event, Add, ({ to, ...wanted }) =>
      addToCart(shop, actor, { cartKey, ...wanted, pickupNodeId: to === 'carry' ? who.nodeId : null })
    );
  },

  change: async (event) => {
    const { shop, actor } = event.locals;
    return done(event, Change, (change) => changeCartLine(shop, actor, { cartKey: event.params.grantKey ?? '', ...change }));
  },

  send: async (event) => {
    const { shop, actor } = event.locals;
    return done(event, z.strictObject({}), () => sendCartToPhone(shop, actor, { cartKey: event.params.grantKey ?? '' }));
  },

  mail: async (event) => {
    const { shop, actor } = event.locals;
    return done(event, Mail, async ({ email }) => {
      await limited(shop, LIMITS.mailByRecipient, email.toLowerCase());
      await sendCartToPhone(shop, actor, { cartKey: event.params.grantKey ?? '', mailTo: email });
    });
  },

  ask: async (event) => {
    const { shop, actor } = event.locals;
    return done(event, Ask, ({ version }) => askForPayment(shop, actor, { cartKey: event.params.grantKey ?? '', version }));
  },

  /** Cash is counted in the same breath; a card is asked for first. */
  finish: async (event) => {
    const { shop, actor } = event.locals;
    const cartKey = event.params.grantKey ?? '';
    return done(event, Finish, async ({ card, ...asked }) => {
      const { orderKey } = await finishAtTill(shop, actor, { cartKey, ...asked });
      if (asked.method === 'cash' || (await paidByCard(shop, actor, { orderKey, card }))) await handOut(shop, actor, { cartKey });
    });
  },

  /** After a no, or when the terminal was not answered: another card for the same order. */
  card: async (event) => {
    const { shop, actor } = event.locals;
    const { cart, cartKey } = await openClaim(shop, actor, event.params.grantKey);
    const { orderId } = cart;
    if (!orderId) redirect(303, `/till/cart/${cartKey}`);
    return done(event, Card, async ({ card, key }) => {
      const orderKey = shop.keys.make('order', orderId);
      await limited(shop, LIMITS.payByOrder, orderId);
      await retryPayment(shop, actor, { orderKey, method: 'card', key }).catch(unlessUnderWay);
      if (await paidByCard(shop, actor, { orderKey, card })) await handOut(shop, actor, { cartKey });
    });
  },

  handOut: async (event) => {
    const { shop, actor } = event.locals;
    return done(event, z.strictObject({}), () => handOut(shop, actor, { cartKey: event.params.grantKey ?? '' }));
  },

  answer: async (event) => {
    const { shop, actor } = event.locals;
    return done(event, Answer, (said) => answerAtCounter(shop, actor, { cartKey: event.params.grantKey ?? '', ...said }));
  },

  giveBack: async ({ locals: { shop, actor }, params }) => {
    await revokeHandOver(shop, actor, { cartKey: params.grantKey }).catch(refusalToHttp);
    redirect(303, '/till/cart');
  }
};

async function paidByCard(shop: Shop, actor: Actor, { orderKey, card }: { orderKey: string; card: string }): Promise<boolean> {
  const paid = await authorizePayment(shop, actor, { orderKey, handle: card.replaceAll(/[\s-]/g, '') });
  return paid.outcome === 'captured' || paid.outcome === 'authorized';
}

/** The first payment still waits, or is made already: it is the one to ask the bank about. */
function unlessUnderWay(fault: unknown): void {
  const refused = refusalToHttp(fault);
  if (refused.code !== 'in-progress' && refused.code !== 'not-allowed') throw fault;
}
