import { sql, type Kysely } from 'kysely';

/**
 * No version can be without them any more: a process from before them, still running while a newer one starts, could write one that every
 * newer one stumbles over. Should one have been written so, it means all that could be asked then, like those before it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const terms = JSON.stringify({ states: ['allocated', 'released', 'shipped'], wishes: ['day', 'safe-place', 'pin', 'collect'] });
  await sql`alter table policy_profile disable trigger stays_as_written`.execute(db);
  await sql`update policy_profile set terms = jsonb_set(terms, '{delivery}', ${terms}::jsonb) where not terms ? 'delivery'`.execute(db);
  await sql`alter table policy_profile enable trigger stays_as_written`.execute(db);
  await sql`alter table policy_profile add constraint policy_profile_says_delivery check (terms ? 'delivery')`.execute(db);
}
