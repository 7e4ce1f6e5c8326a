import { error } from '@sveltejs/kit';
import * as z from 'zod';
import { findPhoto } from '#db/queries/return-photos.ts';
import { returnOfNumber } from '#db/queries/returns.ts';
import { mayAtNode, maySeeOffice } from '#lib/commerce/stores/staff-policy.ts';
import { isStaff } from '#lib/kernel/actor.ts';
import type { RequestHandler } from './$types';

/** A picture of what is wrong, for those who take it back or decide about it. */
export const GET: RequestHandler = async ({ locals: { shop, actor }, params: { number, photoId } }) => {
  if (!isStaff(actor) || !(mayAtNode(actor, 'take-returns') || maySeeOffice(actor)))
    error(403, { message: 'Your sign-in does not open this.' });
  const found = z.uuid().safeParse(photoId).success ? await returnOfNumber(shop.db, number) : undefined;
  const picture = found && (await findPhoto(shop.db, photoId, found.orderId));
  if (!picture) error(404, { message: 'There is no such picture.' });
  return new Response(picture, { headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=600' } });
};
