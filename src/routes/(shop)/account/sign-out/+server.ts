import { redirect } from '@sveltejs/kit';
import { goOut } from '../at-the-door.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  await goOut(event);
  redirect(303, '/');
};
