import { sql } from 'kysely';
import type { Db } from '#db/client.ts';

/** Until so many sessions of this database wait for a lock. */
export async function untilWaiting(db: Db, sessions: number): Promise<void> {
  for (let waiting = 0; waiting < sessions;) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    waiting = rows[0]?.n ?? 0;
  }
}
