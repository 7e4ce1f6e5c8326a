import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { claimsOf, placeName } from '#db/queries/hand-over.ts';
import { startCartAtTill } from '#lib/commerce/hand-over/start-cart-at-till.server.ts';
import { atNode, type AtNode } from '#lib/commerce/stores/staff-policy.ts';
import { claimByCode } from '#lib/server/claim-by-code.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { allowed } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  const { userId } = allowed(() => atNode(actor, 'sell-in-store'));
  const claims = await claimsOf(shop.db, userId, shop.now());
  const carts = claims.map(({ grantId, ...claim }) => ({ ...claim, cartKey: shop.keys.make('grant', grantId) }));
  return { carts, key: shop.newId() };
};

const Claim = z.strictObject({
  code: z.string().trim().min(1, 'Type the eight characters, or scan the picture.').max(300, 'That is no code of ours.')
});
const Start = z.strictObject({ key: z.uuid() });

export const actions: Actions = {
  claim: async ({ locals: { shop, actor }, request, getClientAddress, setHeaders }) => {
    const who = allowed(() => atNode(actor, 'sell-in-store'));
    const form = parseForm(Claim, await request.formData());
    if ('problems' in form) return fail(422, { message: form.problems.fields['code'] ?? '', code: form.problems.values['code'] ?? '' });
    const { code } = form.data;
    const given = { typed: code, terminal: who.userId, label: await terminalOf(shop, who), address: getClientAddress() };
    const claimed = await claimByCode(shop, who, given).catch(refusalToHttp);
    if ('status' in claimed) {
      if (claimed.status === 429) setHeaders({ 'retry-after': claimed.detail });
      return fail(claimed.status, { message: claimed.message, code });
    }
    redirect(303, `/till/cart/${claimed.cartKey}`);
  },

  start: async ({ locals: { shop, actor }, request }) => {
    const who = allowed(() => atNode(actor, 'sell-in-store'));
    const form = parseForm(Start, await request.formData());
    if ('problems' in form) return fail(422, { message: 'This form was not whole. Load the page again and send it once more.', code: '' });
    const started = await startCartAtTill(shop, who, { terminal: await terminalOf(shop, who), key: form.data.key });
    redirect(303, `/till/cart/${started.cartKey}`);
  }
};

/** As the owner of the cart reads it. */
async function terminalOf(shop: Shop, { nodeId }: AtNode): Promise<string> {
  return `the till at ${await placeName(shop.db, nodeId)}`.slice(0, 120);
}
