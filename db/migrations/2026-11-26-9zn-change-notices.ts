import { sql, type Kysely } from 'kysely';

/** A shopper is told of what they changed themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table notice drop constraint notice_kind_check,
      add check (kind in ('promise', 'choice', 'money', 'return', 'change'))`.execute(db);
}
