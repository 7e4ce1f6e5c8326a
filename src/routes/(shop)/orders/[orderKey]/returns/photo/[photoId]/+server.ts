import { error } from '@sveltejs/kit';
import * as z from 'zod';
import { findPhoto } from '#db/queries/return-photos.ts';
import type { RequestHandler } from './$types';

/** A picture that came with a return, for whoever has the key of its order. */
export const GET: RequestHandler = async ({ params, locals: { shop } }) => {
  const orderId = shop.keys.open('order', params.orderKey);
  const isId = z.uuid().safeParse(params.photoId).success;
  const picture = orderId !== undefined && isId ? await findPhoto(shop.db, params.photoId, orderId) : undefined;
  if (!picture) error(404, 'There is no picture behind this link.');
  return new Response(picture, {
    headers: {
      'content-type': 'image/jpeg',
      'content-disposition': 'inline; filename="photo.jpg"',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'"
    }
  });
};
