import { sql, type Kysely } from 'kysely';

/** What was confirmed and cut off is looked for every minute, among all that was ever proposed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index pending_action_confirming on pending_action (confirmed_at) where state = 'confirming'`.execute(db);
}
