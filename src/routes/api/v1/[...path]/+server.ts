import type { RequestHandler } from '@sveltejs/kit';
import { dispatch } from '#lib/server/api/dispatch.ts';

const answer: RequestHandler = async ({ locals, request }) => dispatch(locals.shop, locals.actor, request);

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
