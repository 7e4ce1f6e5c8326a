import type { RequestHandler } from '@sveltejs/kit';
import { asResponse, problemOf } from '#lib/server/api/problem.ts';

/** Programs that ask beside the API hear of it in their own language. */
export const fallback: RequestHandler = ({ url }) => asResponse(problemOf({ code: 'not-found' }, url));
