import { error, redirect } from '@sveltejs/kit';
import { findByCode } from '#lib/commerce/catalog/search-goods.server.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { countSearch } from '#lib/server/search-limit.ts';
import { loadListing } from '../shop/load-listing.ts';
import { searcherIn } from './searcher.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const typed = event.url.searchParams.get('q') ?? '';
  const refused = typed === '' ? undefined : await countSearch(event.locals.shop, 'search', searcherIn(event)).catch(refusalToHttp);
  if (refused) {
    event.setHeaders({ 'retry-after': refused.detail });
    error(refused.status, refused.message);
  }
  const code = await findByCode(event.locals.shop, typed);
  if (code) redirect(303, `/product/${encodeURIComponent(code.handle)}?variant=${code.variantId}`);
  return loadListing(event);
};
