import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { returnsAt } from '#db/queries/return-desk.ts';
import { workSnapshots } from '#db/queries/store-work.ts';
import { findPurchase } from '#lib/commerce/returns/find-purchase.server.ts';
import { keepUnannounced } from '#lib/commerce/returns/keep-unannounced.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { staffDeviceFrom } from '#lib/server/staff-device.ts';
import { allowed } from '../refused.ts';
import { pathOfCode } from './open-code.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST = 200;

export const load: PageServerLoad = async ({ locals: { shop, actor }, url, depends }) => {
  depends('store:work');
  const { nodeId } = allowed(() => atNode(actor, 'take-returns'));
  const [snapshot] = await workSnapshots(shop.db, [nodeId]);
  if (!snapshot) throw new Error(`${nodeId} is no place`);
  return {
    snapshot,
    returns: await returnsAt(shop.db, nodeId, MOST),
    at: shop.now(),
    zone: MARKET.timeZone,
    kept: url.searchParams.has('kept')
  };
};

const NO_CODE = 'Scan the code that they show, their receipt or the label on the parcel.';
const Code = z.object({ code: z.string().trim().min(1, NO_CODE).max(300, NO_CODE) });
const Unannounced = z.object({
  code: z.string().trim().min(1, NO_CODE).max(60, NO_CODE),
  words: z.string().trim().min(1, 'Say what is in it, so that somebody can find whose it is.').max(400, '400 characters at most.')
});

const NO_PURCHASE = 'Type the whole phone number, or hold their card to the reader.';
const Purchase = z.object({ way: z.enum(['phone', 'card']), phone: z.string().max(40).default(''), card: z.string().max(40).default('') });

export const actions: Actions = {
  find: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Code, await request.formData());
    allowed(() => atNode(actor, 'take-returns'));
    if ('problems' in form) return fail(422, { message: form.problems.fields['code'] ?? NO_CODE });
    const found = await pathOfCode(shop, form.data.code);
    if (!found) return fail(422, { message: NO_CODE });
    if ('unknown' in found) return fail(404, { unknown: found.unknown });
    redirect(303, found.path);
  },

  /** Without a receipt: by the phone they gave, or the card they paid with. */
  purchase: async ({ request, locals: { shop, actor }, cookies, getClientAddress }) => {
    const form = parseForm(Purchase, await request.formData());
    allowed(() => atNode(actor, 'take-returns'));
    if ('problems' in form) return fail(422, { purchase: NO_PURCHASE });
    const { way, phone, card } = form.data;
    const device = (await staffDeviceFrom(shop, cookies))?.id ?? getClientAddress();
    const found = await findPurchase(shop, actor, { way, typed: way === 'phone' ? phone : card, device }).catch(refusalToHttp);
    if ('status' in found) return fail(found.status, { purchase: found.code === 'invalid' ? NO_PURCHASE : found.message });
    redirect(303, `/returns/found/${found.searchId}`);
  },

  keep: async ({ request, locals: { shop, actor } }) => {
    const data = await request.formData();
    const form = parseForm(Unannounced, data);
    if ('problems' in form) {
      const { code = '', words = '' } = form.problems.values;
      return fail(422, { unknown: code, words, message: form.problems.fields['words'] ?? NO_CODE });
    }
    const refused = await keepUnannounced(shop, actor, form.data).catch(refusalToHttp);
    if (refused) return fail(refused.status, { unknown: form.data.code, words: form.data.words, message: refused.message });
    redirect(303, '/returns?kept');
  }
};
