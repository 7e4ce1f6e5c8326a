import { sql, type Kysely } from 'kysely';

/**
 * With a "no" stays what was asked, as far as it decides: a draft of a policy is tried on that as well. Of those before only the no itself was kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table policy_refusal add column request jsonb`.execute(db);
}
