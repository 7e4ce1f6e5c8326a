import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { whereToGoOn } from './open-checkout.ts';

/** No page of its own: leads to the first thing that is missing. */
export const load: PageServerLoad = async (event) => redirect(303, await whereToGoOn(event));
