import { sql, type Kysely } from 'kysely';

/** What nobody collected is paid back, and says so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table refund drop constraint refund_reason_check,
      add constraint refund_reason_check check (reason in ('not-filled', 'late', 'uncollected'))`.execute(db);
}
