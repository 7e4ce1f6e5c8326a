import { sql } from 'kysely';
import type { Db } from '../client.ts';

/** Ends holds whose time is over and gives their goods back, oldest first. Answers how many; `limit` of them means there may be more. */
export async function expireHolds(db: Db, at: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ ended: number }>`select expire_holds(${at}, ${limit}) as ended`.execute(db);
  return rows[0]?.ended ?? 0;
}

/** A provider sends a webhook again for days, never for weeks. */
export async function forgetOldWebhooks(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('webhook_inbox').where('received_at', '<', before).execute();
}

export async function forgetOldRateWindows(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('rate_bucket').where('window_start', '<', before).execute();
}
