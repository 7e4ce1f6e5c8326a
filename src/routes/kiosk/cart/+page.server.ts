import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { cartView } from '#db/queries/carts.ts';
import { handOversOf, placeName } from '#db/queries/hand-over.ts';
import { cartSnapshots } from '#db/queries/live-carts.ts';
import { authorOf } from '#lib/commerce/cart/author.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { isOpen } from '#lib/commerce/cart/cart.ts';
import { claimedCart } from '#lib/commerce/hand-over/claimed-cart.ts';
import { spacedCode } from '#lib/commerce/hand-over/hand-over-code.ts';
import { shownFor } from '#lib/commerce/hand-over/hand-over-secrets.ts';
import { handOverState } from '#lib/commerce/hand-over/hand-over-state.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { claimByCode } from '#lib/server/claim-by-code.ts';
import { rememberVisitCart } from '#lib/server/kiosk-cookie.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { rememberTalkBrowser } from '#lib/server/talk-cookie.ts';
import type { Shop } from '#lib/server/shop.ts';
import { qrShape } from '#lib/ui/qr.ts';
import { bringAlong } from '../../bring-along.ts';
import { atKiosk, giveUp } from '../at-kiosk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('kiosk:cart');
  const { nodeId, visitor, cart: visit, isGone } = await atKiosk(event);
  const { shop } = event.locals;
  const me = authorOf(visitor);
  const cart = visit && (await cartView(shop.db, visit.cartId));
  if (!visit || !cart) return { cart: null, handOver: null, me, isGone, at: shop.now() };
  const { cartKey, isBrought } = visit;
  const [snapshot] = await cartSnapshots(shop.db, [cart.id]);
  const seen = claimedCart(cart, snapshot, nodeId);
  return {
    at: shop.now(),
    me,
    isGone,
    cart: {
      ...seen,
      key: cartKey,
      isBrought,
      isOpen: isOpen(cart),
      lines: seen.lines.map(({ title, options, ...line }) => ({ ...line, name: [title, ...options].join(', '), how: how(line, nodeId) }))
    },
    handOver: isBrought ? null : await handOverOf(shop, cart.id)
  };
};

function how({ pickupNodeId, pickupNodeName }: { pickupNodeId: string | null; pickupNodeName: string | null }, nodeId: string): string {
  if (pickupNodeId === nodeId) return 'You take it along';
  return pickupNodeId === null ? 'Sent to your home' : `You collect it at ${pickupNodeName ?? 'another store'}`;
}

async function handOverOf(shop: Shop, cartId: string) {
  const { out, opened, taken } = handOverState(await handOversOf(shop.db, cartId), shop.now());
  const by = opened[0]?.by ?? taken?.by ?? null;
  if (!out) return { out: null, by };
  const { code, token } = shownFor(shop.keys.seal, out.id);
  return { out: { ...out, code: spacedCode(code), qr: qrShape(`${shop.origin}/go/${token}`) }, by };
}

const Change = z.strictObject({ lineId: z.uuid(), quantity: z.coerce.number().int().min(0).max(99) });
const Bring = z.strictObject({
  code: z.string().trim().min(1, 'Type the eight characters, or show the picture to the camera.').max(300, 'That is no code of ours.')
});

export const actions: Actions = {
  change: async (event) => {
    const { visitor, cart } = await atKiosk(event);
    const form = parseForm(Change, await event.request.formData());
    if ('problems' in form) return fail(422, { message: 'This form was not whole. Press it once more.' });
    const changed = await changeCartLine(event.locals.shop, visitor, { cartKey: cart?.cartKey ?? '', ...form.data }).catch(refusalToHttp);
    if ('status' in changed) return fail(changed.status, { message: changed.message });
    redirect(303, '/kiosk/cart');
  },

  /** One code for both: the picture for a phone, the eight characters for the till. */
  offer: async (event) => {
    const { visitor, cart } = await atKiosk(event);
    const { shop } = event.locals;
    const offer = async () => {
      await limited(shop, LIMITS.handOverByCart, cart?.cartId ?? '');
      return offerHandOver(shop, visitor, { cartKey: cart?.cartKey ?? '', browser: rememberTalkBrowser(event.cookies) });
    };
    const offered = await offer().catch(refusalToHttp);
    if ('status' in offered) return fail(offered.status, { message: offered.message });
    redirect(303, '/kiosk/cart');
  },

  /** The cart of a phone is open here too from now on, and what was put together here goes into it. */
  bring: async (event) => {
    const { visitor, nodeId, cart } = await atKiosk(event);
    const { cookies, request, setHeaders, getClientAddress } = event;
    const { shop } = event.locals;
    const form = parseForm(Bring, await request.formData());
    if ('problems' in form) return fail(422, { trouble: form.problems.fields['code'] ?? '', code: form.problems.values['code'] ?? '' });
    const { code } = form.data;
    const label = `the kiosk at ${await placeName(shop.db, nodeId)}`.slice(0, 120);
    const given = { typed: code, terminal: visitor.kiosk.id, label, address: getClientAddress() };
    const claimed = await claimByCode(shop, visitor, given).catch(refusalToHttp);
    if ('status' in claimed) {
      if (claimed.status === 429) setHeaders({ 'retry-after': claimed.detail });
      return fail(claimed.status, { trouble: claimed.message, code });
    }
    rememberVisitCart(cookies, claimed.cartKey);
    const own = cart && !cart.isBrought ? await cartView(shop.db, cart.cartId) : undefined;
    const left = own ? await bringAlong(shop, visitor, { from: own, cartKey: claimed.cartKey }) : [];
    await giveUp(shop, visitor, cart);
    if (left.length > 0) return { left };
    redirect(303, '/kiosk/cart');
  }
};
