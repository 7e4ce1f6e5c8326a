import { error, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { endConsent } from '#lib/commerce/customers/end-consent.server.ts';
import { readLookUp } from '#lib/commerce/customers/read-look-up.server.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../refused.ts';
import { shelvesFor } from '../../shelves-for.ts';
import type { Actions, PageServerLoad } from './$types';

const OVER = 'This look is over. Ask the customer for a new code if you still need it.';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, depends }) => {
  depends('store:look-up');
  const { nodeId } = allowed(() => atNode(actor, 'sell-in-store'));
  const consentId = consentIn(params.consentId);
  const seen = await readLookUp(shop, actor, { consentId }).catch(refusalToHttp);
  if ('status' in seen) error(410, { code: seen.code, message: OVER });
  const variantIds = [...new Set([...seen.cart, ...seen.saved].map(({ variantId }) => variantId))];
  return { seen, at: shop.now(), shelf: await shelvesFor(shop, nodeId, variantIds) };
};

function consentIn(text: string): string {
  if (!z.uuid().safeParse(text).success) error(404, { message: 'There is nothing under this address.' });
  return text;
}

export const actions: Actions = {
  end: async ({ locals: { shop, actor }, params }) => {
    const refused = await endConsent(shop, actor, { consentId: consentIn(params.consentId) }).catch(refusalToHttp);
    if (refused && refused.code !== 'not-found') error(refused.status, { code: refused.code, message: refused.message });
    redirect(303, '/customer');
  }
};
