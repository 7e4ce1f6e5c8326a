import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { changeParcel } from '#lib/commerce/parcel-choice/change-parcel.server.ts';
import { readOtherWays } from '#lib/commerce/parcel-choice/read-choices.server.ts';
import { readWishes } from '#lib/commerce/parcel-choice/read-wishes.server.ts';
import { MOST_WORDS, type Wish } from '#lib/commerce/parcel-choice/travel-wish.ts';
import { wishForParcel } from '#lib/commerce/parcel-choice/wish-for-parcel.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { openOrder } from '../../open-order.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, setHeaders, locals: { shop } }) => {
  const order = await openOrder(shop, params.orderKey);
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const parcel = order.parcels.find(({ id }) => id === params.parcelId) ?? error(404, 'That parcel is not in this order.');
  const [ways, wishes] = await Promise.all([readOtherWays(shop, parcel.id), readWishes(shop, parcel.id)]);
  return { order, parcel, orderKey: params.orderKey, ways, wishes, at: shop.now() };
};

const Wanted = z.object({
  way: z.string('Choose one of the ways.').min(1, 'Choose one of the ways.').max(80),
  version: z.coerce.number().int()
});

const Version = z.coerce.number().int();
const Wished = z.discriminatedUnion('wish', [
  z.object({ wish: z.literal('day'), day: z.iso.date('Choose one of the days.'), version: Version }),
  z.object({ wish: z.literal('safe-place'), place: z.string().max(MOST_WORDS), other: z.string().max(MOST_WORDS), version: Version }),
  z.object({ wish: z.literal('pin'), version: Version }),
  z.object({ wish: z.literal('collect'), store: z.string('Choose one of the stores.').min(1).max(80), version: Version })
]);

const REFUSED: Partial<Record<string, string>> = {
  'stale-version': 'Something happened to this order meanwhile. These are the ways that are open now.',
  'out-of-stock': 'That way is not open any more. These are, at this moment.',
  'not-allowed': 'Somebody has begun to pack it, so it comes as it was ordered.'
};

export const actions: Actions = {
  default: async ({ params, request, locals: { shop, actor } }) => {
    const { orderKey, parcelId } = params;
    const order = await openOrder(shop, orderKey);
    const typed = await request.formData();
    if (typed.has('wish')) return wish({ shop, actor, order }, { orderKey, parcelId, typed });
    const read = parseForm(Wanted, typed);
    if ('problems' in read) return fail(422, { problem: Object.values(read.problems.fields)[0] ?? 'Choose one of the ways.' });
    const counted = await limited(shop, LIMITS.wishByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, { problem: counted.message });
    const refused = await changeParcel(shop, actor, { orderKey, fulfilmentOrderId: parcelId, ...read.data }).catch(refusalToHttp);
    if (refused) return fail(refused.status, { problem: REFUSED[refused.code] ?? refused.message });
    redirect(303, `/orders/${orderKey}`);
  }
};

type Asking = Pick<App.Locals, 'shop' | 'actor'> & { order: { id: string } };

/** Something asked of a parcel that travels, or another day for one that nobody has begun with. */
async function wish(
  { shop, actor, order }: Asking,
  { orderKey, parcelId, typed }: { orderKey: string; parcelId: string; typed: FormData }
) {
  const read = parseForm(Wished, typed);
  if ('problems' in read) return fail(422, { problem: Object.values(read.problems.fields)[0] ?? 'Choose one of them.' });
  const counted = await limited(shop, LIMITS.wishByOrder, order.id).catch(refusalToHttp);
  if ('status' in counted) return fail(counted.status, { problem: counted.message });
  const { version } = read.data;
  const asked = { orderKey, fulfilmentOrderId: parcelId, wish: wishOf(read.data), version };
  const refused = await wishForParcel(shop, actor, asked).catch(refusalToHttp);
  if (refused) return fail(refused.status, { problem: WISH_REFUSED[refused.code] ?? refused.message });
  redirect(303, `/orders/${orderKey}`);
}

const WISH_REFUSED: Partial<Record<string, string>> = {
  'stale-version': 'Something happened to this parcel meanwhile. This is what can still be changed.',
  'not-allowed': 'The carrier cannot do that any more. This is what it still can.',
  invalid: 'Say in a few words where it should be left.'
};

function wishOf(asked: z.infer<typeof Wished>): Wish {
  if (asked.wish === 'day') return { kind: 'day', day: asked.day };
  // Own words count when there are some: a list has always something chosen.
  if (asked.wish === 'safe-place') return { kind: 'safe-place', place: asked.other.trim() || asked.place };
  return asked.wish === 'collect' ? { kind: 'collect', nodeId: asked.store } : { kind: 'pin' };
}
