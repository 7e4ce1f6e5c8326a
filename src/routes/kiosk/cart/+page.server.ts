import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { cartView } from '#db/queries/carts.ts';
import { handOversOf } from '#db/queries/hand-over.ts';
import { changeCartLine } from '#lib/commerce/cart/change-cart-line.server.ts';
import { isOpen } from '#lib/commerce/cart/cart.ts';
import { spacedCode } from '#lib/commerce/hand-over/hand-over-code.ts';
import { shownFor } from '#lib/commerce/hand-over/hand-over-secrets.ts';
import { handOverState } from '#lib/commerce/hand-over/hand-over-state.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { qrShape } from '#lib/ui/qr.ts';
import { atKiosk, VISITOR } from '../at-kiosk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('kiosk:cart');
  const { nodeId, cartKey } = atKiosk(event);
  const { shop } = event.locals;
  const cartId = shop.keys.open('cart', cartKey ?? '');
  const cart = cartId ? await cartView(shop.db, cartId) : undefined;
  if (!cart || cartKey === undefined) return { cart: null, handOver: null, at: shop.now() };
  return {
    at: shop.now(),
    cart: {
      key: cartKey,
      version: cart.version,
      isOpen: isOpen(cart),
      currency: cart.currency,
      totalMinor: cart.lines.reduce((sum, line) => sum + (line.priceNowMinor ?? 0) * line.quantity, 0),
      lines: cart.lines.map(({ id, title, options, image, quantity, priceNowMinor, pickupNodeId }) => ({
        id,
        name: [title, ...options].join(', '),
        image,
        quantity,
        priceMinor: priceNowMinor,
        how: pickupNodeId === nodeId ? 'You take it along' : 'Sent to your home'
      }))
    },
    handOver: await handOverOf(shop, cart.id)
  };
};

async function handOverOf(shop: Shop, cartId: string) {
  const { out, opened, taken } = handOverState(await handOversOf(shop.db, cartId), shop.now());
  const by = opened[0]?.by ?? taken?.by ?? null;
  if (!out) return { out: null, by };
  const { code, token } = shownFor(shop.keys.seal, out.id);
  return { out: { ...out, code: spacedCode(code), qr: qrShape(`${shop.origin}/go/${token}`) }, by };
}

const Change = z.strictObject({ lineId: z.uuid(), quantity: z.coerce.number().int().min(0).max(99) });

export const actions: Actions = {
  change: async (event) => {
    const { cartKey = '' } = atKiosk(event);
    const form = parseForm(Change, await event.request.formData());
    if ('problems' in form) return fail(422, { message: 'This form was not whole. Press it once more.' });
    const changed = await changeCartLine(event.locals.shop, VISITOR, { cartKey, ...form.data }).catch(refusalToHttp);
    if ('status' in changed) return fail(changed.status, { message: changed.message });
    redirect(303, '/kiosk/cart');
  },

  /** One code for both: the picture for a phone, the eight characters for the till. */
  offer: async (event) => {
    const { cartKey = '' } = atKiosk(event);
    const { shop } = event.locals;
    const offer = async () => {
      await limited(shop, LIMITS.handOverByCart, shop.keys.open('cart', cartKey) ?? '');
      return offerHandOver(shop, VISITOR, { cartKey });
    };
    const offered = await offer().catch(refusalToHttp);
    if ('status' in offered) return fail(offered.status, { message: offered.message });
    redirect(303, '/kiosk/cart');
  }
};
