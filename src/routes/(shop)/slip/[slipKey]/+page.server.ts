import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { guestOrderOfParcel, type GuestOrder } from '#db/queries/guest-orders.ts';
import { provesOrder } from '#lib/commerce/orders/guest-proof.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Actions, PageServerLoad } from './$types';

async function openSlip(shop: Shop, slipKey: string): Promise<GuestOrder> {
  const parcelId = shop.keys.open('slip', slipKey);
  const order = parcelId === undefined ? undefined : await guestOrderOfParcel(shop.db, parcelId);
  return order ?? error(404, 'There is no parcel behind this code. Point at it once more, or find the order by its number.');
}

export const load: PageServerLoad = async ({ params, setHeaders, locals: { shop } }) => {
  const { number } = await openSlip(shop, params.slipKey);
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  return { number };
};

const Proof = z.object({ proof: z.string().trim().min(3, 'Type the postcode the parcel went to, or the e-mail of the order.').max(254) });

export const actions: Actions = {
  /** Whoever has the slip and knows one more thing of the order has both in hand: its page opens. */
  default: async ({ params, request, getClientAddress, locals: { shop } }) => {
    const order = await openSlip(shop, params.slipKey);
    const read = parseForm(Proof, await request.formData());
    if ('problems' in read) return fail(422, { problem: Object.values(read.problems.fields)[0] ?? '' });
    const counted = await counting(shop, order.number, getClientAddress()).catch(refusalToHttp);
    if (counted) return fail(counted.status, { problem: counted.message });
    if (!provesOrder(order, read.data.proof)) return fail(422, { problem: 'That is neither the postcode nor the e-mail of this order.' });
    redirect(303, `/orders/${shop.keys.make('order', order.id)}/returns/new`);
  }
};

async function counting(shop: Shop, number: string, address: string): Promise<void> {
  await limited(shop, LIMITS.guestLookUpByAddress, address);
  await limited(shop, LIMITS.guestLookUpByNumber, number);
}
