import { sql, type Kysely } from 'kysely';

/** In which browser a guest said something about their order: by that, and by nothing else, their talk comes along when they sign in there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table support_message add session_seal text`.execute(db);
}
