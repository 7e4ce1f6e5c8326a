import { sql, type Kysely } from 'kysely';

/** What happens by itself is told in the talk as well, unless its shopper wants to hear of it elsewhere only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table support_thread add is_quiet boolean not null default false`.execute(db);
}
