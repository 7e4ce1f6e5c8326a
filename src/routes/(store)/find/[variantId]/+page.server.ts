import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { placeName } from '#db/queries/hand-over.ts';
import { stockSnapshots } from '#db/queries/live-stock.ts';
import { findPlace } from '#db/queries/shelf.ts';
import { networkShelves, pictureOf } from '#db/queries/staff-find.ts';
import { counterItems } from '#db/queries/till.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { startCartAtTill } from '#lib/commerce/hand-over/start-cart-at-till.server.ts';
import { pickupNodeOf, shelvesFrom, wayIn } from '#lib/commerce/staff-find/network.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode, mayAtNode, type AtNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { allowed } from '../../refused.ts';
import { cartsInHand } from '../carts-in-hand.ts';
import type { Actions, PageServerLoad } from './$types';

const NOTHING_HERE = 'There is nothing for sale under this address.';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, url, depends }) => {
  depends('find:shelves');
  const { nodeId } = allowed(() => atNode(actor, 'see-shelf'));
  const variantId = variantIn(params.variantId);
  const at = shop.now();
  // The snapshot first: a change between the two reads is heard again rather than never.
  const stock = await stockSnapshots(shop.db, [variantId]);
  const [[item], picture, shelves, place, carts] = await Promise.all([
    counterItems(shop.db, [variantId], MARKET.currency),
    pictureOf(shop.db, variantId),
    networkShelves(shop.db, variantId),
    findPlace(shop.db, nodeId),
    cartsInHand(shop, actor)
  ]);
  if (!item) error(404, { message: NOTHING_HERE });
  const asked = url.searchParams.get('cart');
  return {
    at,
    item,
    picture,
    stock,
    ...shelvesFrom(nodeId, shelves),
    zone: place?.timeZone ?? MARKET.timeZone,
    currency: MARKET.currency,
    carts,
    /** Only the cart that is being filled: nothing goes into the one of the customer before by itself. */
    into: carts.find(({ cartKey }) => cartKey === asked)?.cartKey ?? NEW,
    sells: mayAtNode(actor, 'sell-in-store'),
    key: shop.newId()
  };
};

const NEW = 'new';

function variantIn(text: string): string {
  if (!z.uuid().safeParse(text).success) error(404, { message: NOTHING_HERE });
  return text;
}

const Put = z.strictObject({
  into: z.union([z.literal(NEW), z.string().regex(/^[\w-]{43}$/)]),
  to: z.string().max(80),
  quantity: z.coerce.number().int().min(1, 'At least one.').max(99, 'At most 99.'),
  key: z.uuid()
});

export const actions: Actions = {
  /** Into the cart of the customer beside, which is begun first when there is none. Pressed twice it is one. */
  put: async ({ locals: { shop, actor }, params, request }) => {
    const who = allowed(() => atNode(actor, 'sell-in-store'));
    const variantId = variantIn(params.variantId);
    const form = parseForm(Put, await request.formData());
    const way = 'data' in form ? wayIn(form.data.to) : undefined;
    if (!('data' in form) || !way)
      return fail(422, {
        message: ('problems' in form && form.problems.fields['quantity']) || 'Choose how they get it, and send it again.'
      });
    const { into, quantity, key } = form.data;
    const put = async () => {
      const cartKey = into === NEW ? await begun(shop, who, key) : into;
      await addToCart(shop, actor, { cartKey, variantId, quantity, pickupNodeId: pickupNodeOf(way, who.nodeId), key });
      return { cartKey };
    };
    const done = await put().catch(refusalToHttp);
    if ('status' in done) return fail(done.status, { message: done.message });
    redirect(303, `/find?cart=${done.cartKey}`);
  }
};

async function begun(shop: Shop, who: AtNode, key: string): Promise<string> {
  const terminal = `a phone at ${await placeName(shop.db, who.nodeId)}`.slice(0, 120);
  return (await startCartAtTill(shop, who, { terminal, key })).cartKey;
}
