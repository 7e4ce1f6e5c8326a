import { error } from '@sveltejs/kit';
import { readShelves } from '#lib/commerce/catalog/read-facets.server.ts';
import { loadListing } from '../load-listing.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { department } = event.params;
  const shelves = await readShelves(event.locals.shop);
  const here = shelves.filter((shelf) => shelf.department === department);
  const [first] = here;
  if (!first) error(404, 'There is no department of that name. Search for what you want, or start at the front.');
  return { ...(await loadListing(event, department)), department: { slug: department, name: first.departmentName } };
};
