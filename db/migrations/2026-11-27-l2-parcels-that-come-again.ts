import { sql, type Kysely } from 'kysely';

/**
 * What is wrong with a return is laid before a person once for each cause. A parcel that no return knows is the same as another only while that one
 * waits: the same label may travel once more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table return_issue drop constraint return_issue_cause_key`.execute(db);
  await sql`create unique index return_issue_cause on return_issue (cause) where return_id is not null or ended_at is null`.execute(db);
}
