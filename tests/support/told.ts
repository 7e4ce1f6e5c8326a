import { tellShopper } from '#lib/commerce/notices/tell-shopper.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { TestShop } from './shop.ts';
import { anUnfilledOrder } from './unfilled.ts';

export type ToldOrder = { orderId: string; orderKey: string; parcelId: string; version: number };

/** An order that a place could not fill; the job that tells its shopper is left to run: `version` is that of what it tells. */
export async function anOrderToTellOf(shop: TestShop, nodeId: string, customerId: string | null = null): Promise<ToldOrder> {
  const order = await anUnfilledOrder(shop, nodeId);
  const orderId = shop.keys.open('order', order.orderKey)!;
  await shop.db.updateTable('orders').set({ customer_id: customerId }).where('id', '=', orderId).execute();
  const { version } = await shop.db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `order:${orderId}`)
    .where('type', '=', 'fo.unfillable')
    .executeTakeFirstOrThrow();
  return { ...order, orderId, version };
}

export async function aToldOrder(shop: TestShop, nodeId: string, customerId: string | null = null): Promise<ToldOrder> {
  const order = await anOrderToTellOf(shop, nodeId, customerId);
  await tellShopper(shop, SYSTEM, { orderId: order.orderId, version: order.version });
  return order;
}
