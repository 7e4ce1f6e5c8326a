import { error } from '@sveltejs/kit';
import * as z from 'zod';
import { trackedReturn } from '#db/queries/tracked-returns.ts';
import type { TrackedReturn } from '#lib/commerce/returns/tracked-return.ts';
import type { Shop } from '#lib/server/shop.ts';

/** A return opens with the key of its order. */
export async function openReturn(
  shop: Shop,
  { orderKey, returnId }: { orderKey: string; returnId: string }
): Promise<TrackedReturn & { orderId: string }> {
  const orderId = shop.keys.open('order', orderKey);
  const isId = z.uuid().safeParse(returnId).success;
  const found = orderId !== undefined && isId ? await trackedReturn(shop.db, { orderId, returnId }) : undefined;
  if (!found || orderId === undefined) error(404, 'There is no return behind this link. Check that all of it was copied.');
  return { ...found, orderId };
}
