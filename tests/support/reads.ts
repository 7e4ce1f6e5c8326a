import { sql } from 'kysely';
import type { Db } from '#db/client.ts';

/** As many as a pool has at most: each tells only what it did itself. */
const CONNECTIONS = 16;

/** What every connection of a pool has read is counted once it says so, and by itself it does that a while later. */
async function counted(db: Db): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => sql`select pg_stat_force_next_flush(), pg_sleep(0.02)`.execute(db)));
}

/** Entries of an index that were looked at so far. */
export async function readsOfIndex(db: Db, index: string): Promise<number> {
  await counted(db);
  const { rows } = await sql<{ n: number }>`select idx_tup_read as n from pg_stat_user_indexes where indexrelname = ${index}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** How often a table was read from end to end so far. */
export async function readsOfAll(db: Db, table: string): Promise<number> {
  await counted(db);
  const { rows } = await sql<{ n: number }>`select seq_scan as n from pg_stat_user_tables where relname = ${table}`.execute(db);
  return rows[0]?.n ?? 0;
}
