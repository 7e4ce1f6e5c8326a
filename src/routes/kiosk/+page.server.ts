import { error } from '@sveltejs/kit';
import { readShelves } from '#lib/commerce/catalog/read-facets.server.ts';
import { forgetVisit, kioskFrom } from '#lib/server/kiosk-cookie.ts';
import type { PageServerLoad } from './$types';

/** The first page is always the next person's: whatever the last one had in hand is let go here, also where no script runs. */
export const load: PageServerLoad = async ({ cookies, locals: { shop } }) => {
  if (!kioskFrom(cookies, shop)) error(403, { message: 'This screen is no kiosk yet. Whoever works here starts it.' });
  forgetVisit(cookies);
  const shelves = await readShelves(shop);
  const departments = new Map(shelves.map(({ department, departmentName }) => [department, departmentName]));
  return { units: 0, departments: [...departments].map(([slug, name]) => ({ slug, name })) };
};
