import { redirect } from '@sveltejs/kit';
import { signOut } from '#lib/server/session.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, locals, cookies }) => {
  const { name, value, attributes } = await signOut(locals.shop.db, 'staff', request.headers.get('cookie'));
  cookies.set(name, value, attributes);
  redirect(303, '/sign-in');
};
