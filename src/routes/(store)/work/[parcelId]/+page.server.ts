import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findWork, workSnapshots } from '#db/queries/store-work.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { packPicked } from '#lib/commerce/store-work/pack-picked.server.ts';
import { GONE, hasLabel } from '#lib/commerce/store-work/label.ts';
import { inBinOrder } from '#lib/commerce/store-work/pick.ts';
import { pickItem } from '#lib/commerce/store-work/pick-item.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../refused.ts';
import { parcelOfLabel } from '../by-label.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, depends }) => {
  depends('store:work');
  const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
  const [snapshot] = await workSnapshots(shop.db, [nodeId]);
  const parcel = await findWork(shop.db, idIn(params.parcelId));
  if (!snapshot || parcel?.nodeId !== nodeId) error(404, { message: 'That parcel is not here. It may have gone to another place.' });
  /** The key is made with the form: the same press twice is one unit. */
  const noted = { hasLabel: hasLabel(parcel.state), at: shop.now(), zone: MARKET.timeZone, key: shop.newId() };
  return { snapshot, parcel: { ...parcel, lines: inBinOrder(parcel.lines) }, ...noted };
};

function idIn(text: string): string {
  if (!z.uuid().safeParse(text).success) error(404, { message: 'There is no parcel under this address.' });
  return text;
}

const Scan = z.object({
  code: z.string().trim().min(1, 'Scan or type the code of a thing.').max(80, 'That is no code of a thing.'),
  key: z.string().min(1).max(200)
});
const Reject = z.object({ reason: z.enum(['no-capacity', 'damaged', 'not-found'], 'Say what the matter is.') });
const Units = z.coerce.number().int().min(0).max(1_000);

export const actions: Actions = {
  scan: async ({ request, params, locals: { shop, actor } }) => {
    const form = parseForm(Scan, await request.formData());
    if ('problems' in form) return fail(422, { message: form.problems.fields['code'] ?? 'Scan or type the code of a thing.' });
    const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
    const label = await parcelOfLabel(shop.db, nodeId, form.data.code);
    if (label && 'gone' in label) return fail(409, { message: GONE });
    if (label && label.id !== params.parcelId) redirect(303, `/work/${label.id}`);
    if (label) return { isLabel: true };
    const picked = await pickItem(shop, actor, { fulfilmentOrderId: idIn(params.parcelId), ...form.data }).catch(refusalToHttp);
    if ('status' in picked) return fail(picked.status, { message: picked.message });
    return { picked };
  },

  pack: async ({ params, locals: { shop, actor } }) => {
    const refused = await packPicked(shop, actor, { fulfilmentOrderId: idIn(params.parcelId) }).catch(refusalToHttp);
    if (refused?.code === 'not-allowed')
      return fail(409, { message: 'Scan each thing first: a parcel is closed when all of it was scanned.' });
    if (refused) return fail(refused.status, { message: refused.message });
    redirect(303, '/work');
  },

  reject: async ({ request, params, locals: { shop, actor } }) => {
    const data = await request.formData();
    const form = parseForm(Reject, data);
    if ('problems' in form) return fail(422, { message: form.problems.fields['reason'] ?? 'Say what the matter is.' });
    const missing = form.data.reason === 'not-found' ? missingIn(data) : [];
    const asked = { fulfilmentOrderId: idIn(params.parcelId), reason: form.data.reason, missing };
    const moved = await rejectParcel(shop, actor, asked).catch(refusalToHttp);
    if ('status' in moved)
      return fail(moved.status, { message: moved.code === 'invalid' ? 'Say how many of what are missing.' : moved.message });
    redirect(303, '/work');
  }
};

/** Fields `missing-VARIANT` with how many were not found; what is no number counts as none. */
function missingIn(data: FormData): { variantId: string; quantity: number }[] {
  return [...data].flatMap(([name, value]) => {
    const quantity = Units.safeParse(value).data ?? 0;
    return name.startsWith('missing-') && quantity > 0 ? [{ variantId: name.slice('missing-'.length), quantity }] : [];
  });
}
