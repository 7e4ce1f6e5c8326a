import { error } from '@sveltejs/kit';
import { trackedOrder } from '#db/queries/tracking.ts';
import type { TrackedOrder } from '#lib/commerce/orders/tracked-order.ts';
import type { Shop } from '#lib/server/shop.ts';

/** An order opens with its key alone. A forged key and the key of nothing get one and the same answer. */
export async function openOrder(shop: Shop, orderKey: string): Promise<TrackedOrder> {
  const orderId = shop.keys.open('order', orderKey);
  const order = orderId === undefined ? undefined : await trackedOrder(shop.db, orderId);
  return order ?? error(404, 'There is no order behind this link. Check that all of it was copied.');
}
