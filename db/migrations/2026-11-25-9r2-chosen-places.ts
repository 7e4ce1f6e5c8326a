import { sql, type Kysely } from 'kysely';

/** Whoever has no place of their own says at which one they stand, for as long as their session lasts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table user_session add column place_id text references node`.execute(db);
}
