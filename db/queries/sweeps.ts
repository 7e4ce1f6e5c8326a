import { sql, type NotNull } from 'kysely';
import type { Db } from '../client.ts';

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
    .where((eb) => eb.or(within.map(({ after, until }) => eb.and([eb('pay_by', '>', after), eb('pay_by', '<=', until)]))))
    .orderBy('pay_by')
    .$narrowType<{ payBy: NotNull }>()
    .execute();
}

/** A provider sends a webhook again for days, never for weeks. */
export async function forgetOldWebhooks(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('webhook_inbox').where('received_at', '<', before).execute();
}

export async function forgetOldRateWindows(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('rate_bucket').where('window_start', '<', before).execute();
}
