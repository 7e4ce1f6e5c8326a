import { sql, type Kysely } from 'kysely';

/** Who collects after all what was to be brought gets back what bringing it cost. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table refund drop constraint refund_reason_check,
      add constraint refund_reason_check check (reason in ('not-filled', 'late', 'uncollected', 'changed'))`.execute(db);
}
