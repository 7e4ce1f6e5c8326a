import { json } from '@sveltejs/kit';
import { readPlace } from '#lib/commerce/stores/read-places.server.ts';
import type { RequestHandler } from './$types';

/** What a postcode fills in by itself: 200 with city and state, or 404 for one that nobody knows. */
export const GET: RequestHandler = async ({ url, locals: { shop } }) => {
  const place = await readPlace(shop, url.searchParams.get('postcode') ?? '');
  return place ? json({ city: place.city, state: place.state }) : json({ code: 'unknown-postcode' }, { status: 404 });
};
