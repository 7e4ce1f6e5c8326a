import { sql, type Kysely } from 'kysely';

/** What a bank took too late is found by the one fact that says so, of which there are few among very many. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_late_money on event (at) where type = 'payment.captured' and data -> 'late' = 'true'`.execute(db);
}
