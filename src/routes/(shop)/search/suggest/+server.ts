import { json } from '@sveltejs/kit';
import { suggest } from '#lib/commerce/catalog/suggest.server.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { countSearch } from '#lib/server/search-limit.ts';
import { searcherIn } from '../searcher.ts';
import type { RequestHandler } from './$types';

/** What may be meant by the letters typed so far. The same for everyone, so it may be kept for a moment. */
export const GET: RequestHandler = async (event) => {
  const { url, locals } = event;
  const { shop } = locals;
  const refused = await countSearch(shop, 'suggest', searcherIn(event)).catch(refusalToHttp);
  if (refused) return json({ message: refused.message }, { status: refused.status, headers: { 'retry-after': refused.detail } });
  const suggestions = await suggest(shop, url.searchParams.get('q') ?? '');
  return json(suggestions, { headers: { 'cache-control': 'public, max-age=30' } });
};
