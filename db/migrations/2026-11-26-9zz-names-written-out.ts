import { sql, type Kysely } from 'kysely';

/** What a thing is called outside is written out in the statements that ask for it: the function took twice as long, and nothing calls it any more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop function state_name(text, text)`.execute(db);
}
