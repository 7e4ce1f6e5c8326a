import { sql, type Kysely } from 'kysely';

/** What ended and was not told is looked for every minute, among what ended in the last day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index pending_action_ended on pending_action (ended_at) where state in ('done', 'refused')`.execute(db);
}
