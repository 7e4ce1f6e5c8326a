import { error, fail, redirect } from '@sveltejs/kit';
import { cartView } from '#db/queries/carts.ts';
import { offeredUnder } from '#db/queries/hand-over.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { readHandOver } from '#lib/commerce/hand-over/hand-over-code.ts';
import { sealOf } from '#lib/commerce/hand-over/hand-over-secrets.ts';
import { takeCart } from '#lib/commerce/hand-over/take-cart.server.ts';
import { mayAtNode } from '#lib/commerce/stores/staff-policy.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { rememberCart } from '#lib/server/cart-cookie.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { bringAlong } from '../../../bring-along.ts';
import { thisCart } from '../../cart/this-cart.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the link would open, without opening it: a preview of a messenger must not use it up. */
export const load: PageServerLoad = async (event) => {
  const { locals, params, setHeaders, getClientAddress } = event;
  const { shop, actor } = locals;
  setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
  const counted = await limited(shop, LIMITS.linkByAddress, getClientAddress()).catch(refusalToHttp);
  if ('status' in counted) error(counted.status, { code: counted.code, message: counted.message });

  const shown = readHandOver(params.token);
  const offer = shown && 'token' in shown ? await offeredUnder(shop.db, { ...sealOf(shop.keys.seal, shown), at: shop.now() }) : undefined;
  if (!offer)
    error(410, {
      code: 'code-wrong',
      message: 'This link opens nothing any more. It opens a cart once, within ten minutes: ask for a new one.'
    });
  // Whoever knew one is no guesser.
  await counted();
  const [theirs, own] = await Promise.all([cartView(shop.db, offer.cartId), thisCart(event)]);
  return {
    units: unitsIn(theirs),
    titles: theirs?.lines.map((line) => line.title).slice(0, 3) ?? [],
    own: own?.cart.id === offer.cartId ? 0 : unitsIn(own?.cart),
    isSame: own?.cart.id === offer.cartId,
    /** Somebody at a counter opened it with their own camera: they bring it in, and become no owner. */
    atCounter: mayAtNode(actor, 'sell-in-store')
  };
};

const unitsIn = (cart: CartView | undefined): number => cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;

export const actions: Actions = {
  default: async (event) => {
    const { cookies, locals, params, getClientAddress } = event;
    const { shop, actor } = locals;
    const counted = await limited(shop, LIMITS.linkByAddress, getClientAddress()).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, { message: counted.message, left: [] });
    const own = await thisCart(event);
    const taken = await takeCart(shop, actor, { token: params.token.toUpperCase(), device: deviceWords(actor) }).catch(refusalToHttp);
    if ('status' in taken) return fail(taken.status, { message: taken.message, left: [] });
    await counted();

    rememberCart(cookies, taken.cartKey);
    const left = own && own.cart.id !== taken.cartId ? await bringAlong(shop, actor, { from: own.cart, cartKey: taken.cartKey }) : [];
    if (left.length > 0) return { message: '', left };
    redirect(303, '/cart');
  }
};

const DEVICES = { phone: 'another phone', tablet: 'another tablet', computer: 'another computer' };

function deviceWords(actor: Actor): string {
  const device = isStaff(actor) || actor.role === 'system' ? undefined : actor.device;
  return device ? DEVICES[device] : 'another device';
}
