import { isDropStore } from '#db/queries/drop-stores.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '../shop.ts';

/** The order behind its key. Refuses `not-found`. */
export const openedOrder = (shop: Shop, orderKey: string): string => shop.keys.open('order', orderKey) ?? refuse('not-found');

/** Refuses `method-not-offered` for a place that takes nothing back; null is any that does. */
export async function refuseOtherPlaces(shop: Shop, nodeId: string | null): Promise<void> {
  if (nodeId !== null && !(await isDropStore(shop.db, nodeId))) refuse('method-not-offered', nodeId);
}
