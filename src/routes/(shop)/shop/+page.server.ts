import { loadListing } from './load-listing.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => loadListing(event);
