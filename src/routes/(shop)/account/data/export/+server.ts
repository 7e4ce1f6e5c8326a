import { error } from '@sveltejs/kit';
import { customerData } from '#db/queries/customer-data.ts';
import { signedIn } from '../../at-the-door.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const { customerId } = signedIn(event);
  const data = await customerData(event.locals.shop.db, customerId);
  if (!data) error(404);
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: { 'content-type': 'application/json; charset=utf-8', 'content-disposition': 'attachment; filename="mez-my-data.json"' }
  });
};
