import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { placeAtWork, workAt, workSnapshots } from '#db/queries/store-work.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { staffPlace } from '#lib/commerce/store-work/staff-place.server.ts';
import { GONE } from '#lib/commerce/store-work/label.ts';
import { workQueue } from '#lib/commerce/store-work/work-order.ts';
import { setNodeStatusTo } from '#lib/commerce/stores/set-node-status.server.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../refused.ts';
import { parcelOfLabel } from './by-label.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, depends }) => {
  depends('store:work');
  const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
  // How far it was before it was read: what happens in between is heard again rather than never.
  const [snapshot] = await workSnapshots(shop.db, [nodeId]);
  const place = await placeAtWork(shop.db, nodeId);
  if (!snapshot || !place) throw new Error(`${nodeId} is no place`);
  const at = shop.now();
  const { queue: parcels, late } = workQueue(await workAt(shop.db, nodeId), { now: at, capacityPerDay: place.capacityPerDay });
  return { snapshot, place, parcels, late, at, zone: MARKET.timeZone };
};

const Down = z.object({ reason: z.string().trim().min(1, 'Say why: shoppers read it.').max(120, 'A few words: 120 characters at most.') });
const Staffed = z.object({ staffed: z.enum(['yes', 'no']) });
const Collect = z.object({ parcelId: z.uuid(), code: z.string().trim().min(1, 'Type the code that the shopper shows.').max(20) });

const Label = z.object({ code: z.string().trim().min(1, 'Scan the label of a parcel.').max(80, 'That is no label of a parcel.') });

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

/** What was asked for when it was refused, so that the sentence stands where one looks. */
type Asked = 'down' | 'collect' | 'find';
const no = (asked: Asked, status: number, message: string, parcelId = '') => fail(status, { asked, message, parcelId });

export const actions: Actions = {
  find: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Label, await request.formData());
    if ('problems' in form) return no('find', 422, form.problems.fields['code'] ?? 'Scan the label of a parcel.');
    const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
    const parcel = await parcelOfLabel(shop.db, nodeId, form.data.code);
    if (!parcel) return no('find', 422, 'That is no label of a parcel. Scan the code of the order on it, or choose the parcel below.');
    if ('gone' in parcel) return no('find', 409, GONE);
    redirect(303, `/work/${parcel.id}`);
  },

  down: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Down, await request.formData());
    if ('problems' in form) return no('down', 422, form.problems.fields['reason'] ?? 'Say why: shoppers read it.');
    const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
    const refused = await setNodeStatusTo(shop, actor, { nodeId, status: 'down', reason: form.data.reason }).catch(refusalToHttp);
    if (refused) return no('down', refused.status, refused.message);
    redirect(303, '/work');
  },

  up: async ({ locals: { shop, actor } }) => {
    const { nodeId } = allowed(() => atNode(actor, 'fulfil'));
    await setNodeStatusTo(shop, actor, { nodeId, status: 'up', reason: '' });
    redirect(303, '/work');
  },

  staffed: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Staffed, await request.formData());
    if ('problems' in form) return no('down', 422, 'Say who does the work here.');
    allowed(() => atNode(actor, 'fulfil'));
    await staffPlace(shop, actor, { isStaffed: form.data.staffed === 'yes' });
    redirect(303, '/work');
  },

  collect: async ({ request, locals: { shop, actor } }) => {
    const data = await request.formData();
    const form = parseForm(Collect, data);
    const parcelId = textOf(data.get('parcelId'));
    if ('problems' in form) return no('collect', 422, form.problems.fields['code'] ?? 'Type the code that the shopper shows.', parcelId);
    const asked = { fulfilmentOrderId: form.data.parcelId, code: form.data.code };
    const refused = await collectParcel(shop, actor, asked).catch(refusalToHttp);
    if (refused?.code === 'not-allowed')
      return no('collect', 409, 'That is not the code of this parcel. Ask the shopper for it again.', parcelId);
    if (refused) return no('collect', refused.status, refused.message, parcelId);
    redirect(303, '/work');
  }
};
