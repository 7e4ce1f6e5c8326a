import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { policyFor } from '#db/queries/policies.ts';
import { foundBySearch } from '#db/queries/receipt-searches.ts';
import { managersWithPin } from '#db/queries/staff-devices.ts';
import { itemsByCode } from '#db/queries/till.ts';
import { lowestPrice, unprovenOf } from '#db/queries/unproven-returns.ts';
import { creditCode, shownCode } from '#lib/commerce/payments/stored-value.ts';
import { decideUnproven } from '#lib/commerce/policies/decide-unproven.ts';
import { foundName, LOWEST_OF_MS } from '#lib/commerce/returns/receipt-search.ts';
import { takeBackUnproven } from '#lib/commerce/returns/take-back-unproven.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { deviceSecretFrom, staffDeviceFrom } from '#lib/server/staff-device.ts';
import { vouchByPin } from '#lib/server/vouch-by-pin.ts';
import { allowed } from '../../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

type Shop = App.Locals['shop'];

/** What a search found, for whoever searched and a quarter of an hour; of nothing, what may be given without a purchase. */
export const load: PageServerLoad = async ({ params: { searchId }, url, locals: { shop, actor }, cookies, setHeaders }) => {
  const { userId } = allowed(() => atNode(actor, 'take-returns'));
  const isId = z.uuid().safeParse(searchId).success;
  const search = isId ? await foundBySearch(shop.db, { searchId, userId, at: shop.now() }) : undefined;
  if (!search) error(404, { message: 'This search is over. Look once more.' });
  setHeaders({ 'cache-control': 'private, no-store' });
  const found = search.found.map((one) => ({ ...one, path: `/returns/start/${foundName(searchId, one.nth)}` }));
  const code = (url.searchParams.get('code') ?? '').trim().slice(0, 60);
  const device = await staffDeviceFrom(shop, cookies);
  const managers = device ? await managersWithPin(shop.db, device.nodeId) : [];
  return {
    way: search.way,
    found,
    zone: MARKET.timeZone,
    code,
    thing: found.length === 0 && code !== '' ? await unprovenThing(shop, code) : null,
    vouchers: managers.filter((one) => one.userId !== userId),
    given: found.length === 0 ? await givenFor(shop, searchId) : null
  };
};

/** The thing that was scanned, and how much store credit there is for it without its purchase; `minor` null: none. */
async function unprovenThing(shop: Shop, code: string) {
  const { country, currency } = MARKET;
  const [item] = await itemsByCode(shop.db, code, currency);
  if (!item) return { title: '', variantId: '', minor: null, currency };
  const at = shop.now();
  const policy = await policyFor(shop.db, { country, channel: 'pos', customerId: null, at });
  const since = new Date(at.getTime() - LOWEST_OF_MS);
  const ruling = decideUnproven(policy, { lowestMinor: await lowestPrice(shop.db, { variantId: item.variantId, currency, since }) });
  const title = [item.title, ...item.options].join(', ');
  return { title, variantId: item.variantId, minor: ruling.allowed ? ruling.amountMinor : null, currency };
}

/** Its code is told here, to whoever took it back, as long as the search is open. */
async function givenFor(shop: Shop, searchId: string) {
  const given = await unprovenOf(shop.db, searchId);
  if (!given) return null;
  const { id, amountMinor, currency } = given;
  return { code: shownCode(creditCode(shop.keys.seal, id)), amountMinor, currency };
}

const Taken = z.object({
  variantId: z.uuid(),
  disposition: z.enum(['restock_a', 'scrap']),
  userId: z.uuid(),
  pin: z.string().regex(/^\d{4,8}$/)
});

export const actions: Actions = {
  /** Taken back without its purchase: a manager says yes with their PIN. */
  default: async ({ request, params: { searchId }, locals: { shop, actor }, cookies }) => {
    allowed(() => atNode(actor, 'take-returns'));
    const form = parseForm(Taken, await request.formData());
    if ('problems' in form) return fail(422, { message: 'Choose a manager and let them type their PIN.' });
    const { variantId, disposition, ...given } = form.data;
    const manager = await vouchByPin(shop, actor, { ...given, secret: deviceSecretFrom(cookies) ?? '' }).catch(refusalToHttp);
    if ('status' in manager) return fail(manager.status, { message: manager.message });
    const refused = await takeBackUnproven(shop, actor, { searchId, variantId, disposition, manager }).catch(refusalToHttp);
    if (refused) return fail(refused.status, { message: refused.message });
    redirect(303, `/returns/found/${searchId}`);
  }
};
