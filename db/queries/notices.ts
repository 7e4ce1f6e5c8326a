import { sql } from 'kysely';
import type { Notice, Tellable } from '#lib/commerce/notices/notice.ts';
import type { Db, Tx } from '../client.ts';

export type ToTell = { event: Tellable; number: string; currency: string; customerId: string | null; email: string | null };

/** What happened to an order at a version of it, and whom to tell. */
export async function tellableOf(db: Db, { orderId, version }: { orderId: string; version: number }): Promise<ToTell | undefined> {
  return db
    .selectFrom('event as e')
    .innerJoin('orders as o', (join) => join.on('o.id', '=', orderId))
    .select(['o.number', 'o.currency', 'o.customer_id as customerId', sql<string | null>`o.contact ->> 'email'`.as('email')])
    .select(sql<Tellable>`e.data || jsonb_build_object('type', e.type, 'version', e.version, 'topic', e.topic)`.as('event'))
    .where('e.topic', '=', `order:${orderId}`)
    .where('e.version', '=', version)
    .executeTakeFirst();
}

/** False when that was told before. */
export async function insertNotice(
  tx: Tx,
  { orderId, ...notice }: Notice & { id: string; orderId: string; version: number; at: Date }
): Promise<boolean> {
  const made = await tx
    .insertInto('notice')
    .values({ ...notice, order_id: orderId })
    .onConflict((taken) => taken.columns(['order_id', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}
