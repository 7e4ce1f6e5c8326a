import { sql, type Kysely } from 'kysely';

/** A policy says for how many days a thing is exchanged. Those that were written before say nothing of it: as long as it may be given back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table policy_profile disable trigger stays_as_written`.execute(db);
  await sql`update policy_profile set terms = jsonb_set(terms, '{returns,exchangeDays}', 'null')`.execute(db);
  await sql`alter table policy_profile enable trigger stays_as_written`.execute(db);
}
