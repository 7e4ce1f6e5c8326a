import { redirect } from '@sveltejs/kit';
import { findByCode } from '#lib/commerce/catalog/search-goods.server.ts';
import { loadListing } from '../shop/load-listing.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const typed = event.url.searchParams.get('q') ?? '';
  const code = await findByCode(event.locals.shop, typed);
  if (code) redirect(303, `/product/${encodeURIComponent(code.handle)}?variant=${code.variantId}`);
  return loadListing(event);
};
