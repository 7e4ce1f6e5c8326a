import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { changeParcel } from '#lib/commerce/parcel-choice/change-parcel.server.ts';
import { readOtherWays } from '#lib/commerce/parcel-choice/read-choices.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { openOrder } from '../../open-order.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, setHeaders, locals: { shop } }) => {
  const order = await openOrder(shop, params.orderKey);
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const parcel = order.parcels.find(({ id }) => id === params.parcelId) ?? error(404, 'That parcel is not in this order.');
  return { order, parcel, orderKey: params.orderKey, ways: await readOtherWays(shop, parcel.id), at: shop.now() };
};

const Wanted = z.object({
  way: z.string('Choose one of the ways.').min(1, 'Choose one of the ways.').max(80),
  version: z.coerce.number().int()
});

const REFUSED: Partial<Record<string, string>> = {
  'stale-version': 'Something happened to this order meanwhile. These are the ways that are open now.',
  'out-of-stock': 'That way is not open any more. These are, at this moment.',
  'not-allowed': 'Somebody has begun to pack it, so it comes as it was ordered.'
};

export const actions: Actions = {
  default: async ({ params, request, locals: { shop, actor } }) => {
    const { orderKey, parcelId } = params;
    const order = await openOrder(shop, orderKey);
    const read = parseForm(Wanted, await request.formData());
    if ('problems' in read) return fail(422, { problem: Object.values(read.problems.fields)[0] ?? 'Choose one of the ways.' });
    const counted = await limited(shop, LIMITS.wishByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, { problem: counted.message });
    const refused = await changeParcel(shop, actor, { orderKey, fulfilmentOrderId: parcelId, ...read.data }).catch(refusalToHttp);
    if (refused) return fail(refused.status, { problem: REFUSED[refused.code] ?? refused.message });
    redirect(303, `/orders/${orderKey}`);
  }
};
