import { sql, type Kysely } from 'kysely';

/** A policy says what may be asked of how a parcel comes, and until when; those that were written before mean all that could be asked then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const terms = JSON.stringify({ states: ['allocated', 'released', 'shipped'], wishes: ['day', 'safe-place', 'pin', 'collect'] });
  await sql`alter table policy_profile disable trigger stays_as_written`.execute(db);
  await sql`update policy_profile set terms = jsonb_set(terms, '{delivery}', ${terms}::jsonb)`.execute(db);
  await sql`alter table policy_profile enable trigger stays_as_written`.execute(db);
}
