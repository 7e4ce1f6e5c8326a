import { error } from '@sveltejs/kit';
import { readListing } from '#lib/commerce/catalog/listing-address.ts';
import { readProducts } from '#lib/commerce/catalog/read-catalog.server.ts';
import { readShelves } from '#lib/commerce/catalog/read-facets.server.ts';
import { searchGoods } from '#lib/commerce/catalog/search-goods.server.ts';
import { forgetVisit } from '#lib/server/kiosk-cookie.ts';
import { visitorOf } from './at-kiosk.ts';
import type { PageServerLoad } from './$types';

/** Pictures over the first page, where there is room for them. */
const WALL = 9;

/** The first page is always the next person's: whatever the last one had in hand is let go here, also where no script runs. */
export const load: PageServerLoad = async ({ cookies, locals }) => {
  const { shop } = locals;
  if (!visitorOf({ locals })) error(403, { message: 'This screen is no kiosk yet. Whoever works here starts it.' });
  forgetVisit(cookies);
  const [shelves, liked] = await Promise.all([readShelves(shop), searchGoods(shop, readListing(new URLSearchParams()))]);
  const shown = await readProducts(shop, liked.rows.slice(0, WALL));
  const departments = new Map(shelves.map(({ department, departmentName }) => [department, departmentName]));
  const wall = shown.flatMap(({ product: { id, pictures } }) => (pictures[0] ? [{ id, picture: pictures[0] }] : []));
  return { units: 0, wall, departments: [...departments].map(([slug, name]) => ({ slug, name })) };
};
