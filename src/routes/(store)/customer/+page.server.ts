import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { openConsentsOf } from '#db/queries/customer-consents.ts';
import { lookUpCustomer } from '#lib/commerce/customers/look-up-customer.server.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { staffDeviceFrom } from '#lib/server/staff-device.ts';
import { allowed } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  const { userId, nodeId } = allowed(() => atNode(actor, 'sell-in-store'));
  const open = await openConsentsOf(shop.db, userId, shop.now());
  const here = open.filter((consent) => consent.nodeId === nodeId);
  return { open: here.map(({ id, customerName, expiresAt }) => ({ id, name: customerName, until: expiresAt })) };
};

const Code = z.strictObject({
  code: z.string().trim().min(1, 'Type the six digits that the customer says.').max(40, 'A code has six digits.')
});
const WRONG = 'This code opens nothing: mistyped, used already, or older than five minutes. Ask them for a new one.';

export const actions: Actions = {
  default: async ({ locals: { shop, actor }, request, cookies, getClientAddress, setHeaders }) => {
    allowed(() => atNode(actor, 'sell-in-store'));
    const form = parseForm(Code, await request.formData());
    if ('problems' in form) return fail(422, { message: form.problems.fields['code'] ?? '' });
    const device = (await staffDeviceFrom(shop, cookies))?.id ?? getClientAddress();
    const looked = await lookUpCustomer(shop, actor, { typed: form.data.code, device }).catch(refusalToHttp);
    if ('status' in looked) {
      if (looked.status === 429) setHeaders({ 'retry-after': looked.detail });
      return fail(looked.status, { message: looked.code === 'code-wrong' ? WRONG : looked.message });
    }
    redirect(303, `/customer/${looked.consentId}`);
  }
};
