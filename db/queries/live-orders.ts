import { sql } from 'kysely';
import type { OrderSnapshot } from '#lib/commerce/orders/order-snapshot.ts';
import type { Db } from '../client.ts';

/** How far each order is, and how much its shopper was told of it: enough for an open page to know that it should load again. */
export async function orderSnapshots(db: Db, orderIds: string[]): Promise<OrderSnapshot[]> {
  if (orderIds.length === 0) return [];
  const rows = await db
    .selectFrom('orders')
    .select(['id as orderId', 'updated_at as at'])
    .select(sql<number>`version + (select count(*)::int from notice n where n.order_id = orders.id)`.as('version'))
    .where(sql<boolean>`id = any (${orderIds}::uuid[])`)
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
