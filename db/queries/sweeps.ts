import { sql, type NotNull } from 'kysely';
import type { Db, Tx } from '../client.ts';
import { cameAfter } from './came-over.ts';

/** Ends holds whose time is over and gives their goods back, oldest first. Answers how many; `limit` of them means there may be more. */
export async function expireHolds(db: Db, at: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ ended: number }>`select expire_holds(${at}, ${limit}) as ended`.execute(db);
  return rows[0]?.ended ?? 0;
}

/** A stretch of time without its beginning. */
export type Stretch = { after: Date; until: Date };

/** Orders that nobody has paid and whose time to pay ends in one of these stretches: an index is asked. */
export async function unpaidOrders(db: Db, ...within: [Stretch, Stretch]): Promise<{ orderId: string; payBy: Date }[]> {
  return db
    .selectFrom('orders')
    .select(['id as orderId', 'pay_by as payBy'])
    .where('life', '=', 'placed')
    .where(sql<boolean>`not ${cameAfter(sql`id`, sql`pay_by`)}`)
    .where((eb) => eb.or(within.map(({ after, until }) => eb.and([eb('pay_by', '>', after), eb('pay_by', '<=', until)]))))
    .orderBy('pay_by')
    .$narrowType<{ payBy: NotNull }>()
    .execute();
}

/** Orders that nobody has paid and whose time to pay was over before, the oldest first. */
export async function overdueOrders(db: Db, before: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('id')
    .where('life', '=', 'placed')
    .where('pay_by', '<', before)
    .where(sql<boolean>`not ${cameAfter(sql`id`, sql`pay_by`)}`)
    .orderBy('pay_by')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

/** A provider sends a webhook again for days, never for weeks. */
export async function forgetOldWebhooks(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('webhook_inbox').where('received_at', '<', before).execute();
}

export async function forgetOldRateWindows(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('rate_bucket').where('window_start', '<', before).execute();
}

/** Since when it lies at the counter is what its order's log says: no other clock knows it. */
const uncollected = (before: Date) => sql<{ id: string }>`
  select f.id from fulfilment_order f
  where f.state = 'ready_for_pickup' and (
    select max(e.at) from event e
    where e.topic = 'order:' || f.order_id and e.type = 'fo.ready' and e.data ->> 'fulfilmentOrderId' = f.id::text) <= ${before}
    and not ${cameAfter(sql`f.order_id`, sql`${before}`)}`;

/** Parcels that have been at the counter since before. */
export async function uncollectedParcels(db: Db, before: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${uncollected(before)} order by f.id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function isUncollected(tx: Tx, { parcelId, before }: { parcelId: string; before: Date }): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`${uncollected(before)} and f.id = ${parcelId}`.execute(tx);
  return rows.length > 0;
}
