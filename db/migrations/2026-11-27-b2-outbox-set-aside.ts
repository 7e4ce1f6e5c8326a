import { sql, type Kysely } from 'kysely';

/**
 * What was set aside is asked for with each look at the outbox, and mostly there is nothing. Rows come and go there all the time: to find
 * nothing in their midst means to read all that went since somebody swept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index outbox_set_aside on outbox (topic) where set_aside_at is not null`.execute(db);
}
