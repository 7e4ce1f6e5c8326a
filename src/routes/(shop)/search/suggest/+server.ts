import { json } from '@sveltejs/kit';
import { suggest } from '#lib/commerce/catalog/suggest.server.ts';
import type { RequestHandler } from './$types';

/** What may be meant by the letters typed so far. The same for everyone, so it may be kept for a moment. */
export const GET: RequestHandler = async ({ url, locals: { shop } }) => {
  const suggestions = await suggest(shop, url.searchParams.get('q') ?? '');
  return json(suggestions, { headers: { 'cache-control': 'public, max-age=30' } });
};
