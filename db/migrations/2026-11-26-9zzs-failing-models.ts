import { sql, type Kysely } from 'kysely';

/** A model of somebody else's that has not answered, and until when nobody is kept waiting for it. One that answers has no row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table failing_model (
      name text primary key check (length(name) between 1 and 500),
      failures int not null check (failures > 0),
      since timestamptz not null,
      why text not null check (length(why) <= 40),
      rests_until timestamptz check (rests_until > since)
    )`.execute(db);
}
