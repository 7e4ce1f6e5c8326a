import { sql } from 'kysely';
import type { Db } from '../client.ts';

export type OrderName = { source: string; externalId: string };

/** What an order is called in the systems that it came from. */
export async function namesOfOrder(db: Db, orderId: string): Promise<OrderName[]> {
  return db
    .selectFrom('external_ref')
    .select(['source', 'external_id as externalId'])
    .where('type', '=', 'order')
    .where('our_id', '=', orderId)
    .orderBy('at')
    .orderBy('source')
    .execute();
}

/** Orders with this number, or that are called so where they came from; several systems may have the same name for theirs. */
export const idsOfOrdersCalled = (numbers: readonly string[]) => sql<string>`
  (select id from orders where number = any (${numbers}::text[])
    union select our_id::uuid from external_ref where type = 'order' and external_id = any (${numbers}::text[]))`;

/** The numbers of those, ours first. */
export async function numbersOfOrdersCalled(db: Db, names: readonly string[], limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('number')
    .where(sql<boolean>`id in ${idsOfOrdersCalled(names)}`)
    .orderBy(sql`number = any (${names}::text[])`, 'desc')
    .orderBy('placed_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ number }) => number);
}
