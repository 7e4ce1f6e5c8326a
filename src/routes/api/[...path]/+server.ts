import type { RequestHandler } from '@sveltejs/kit';
import { problemAnswer, problemOf } from '#lib/server/api/problem.ts';
import { asResponse } from '#lib/server/api/wire.ts';

/** Programs that ask beside the API hear of it in their own language. */
export const fallback: RequestHandler = ({ url }) => asResponse(problemAnswer(problemOf({ code: 'not-found' }, url)));
