import { sql, type Kysely } from 'kysely';

/** The office hears of returns as places hear of their work: its page asks for the last of the log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_of_returns on event (position) where type like 'return.%'`.execute(db);
}
