import { error } from '@sveltejs/kit';
import * as z from 'zod';
import { foundBySearch } from '#db/queries/receipt-searches.ts';
import { foundName } from '#lib/commerce/returns/receipt-search.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../refused.ts';
import type { PageServerLoad } from './$types';

/** What a search found, for whoever searched and a quarter of an hour. */
export const load: PageServerLoad = async ({ params: { searchId }, locals: { shop, actor }, setHeaders }) => {
  const { userId } = allowed(() => atNode(actor, 'take-returns'));
  const isId = z.uuid().safeParse(searchId).success;
  const search = isId ? await foundBySearch(shop.db, { searchId, userId, at: shop.now() }) : undefined;
  if (!search) error(404, { message: 'This search is over. Look once more.' });
  setHeaders({ 'cache-control': 'private, no-store' });
  const found = search.found.map((one) => ({ ...one, path: `/returns/start/${foundName(searchId, one.nth)}` }));
  return { way: search.way, found, zone: MARKET.timeZone };
};
