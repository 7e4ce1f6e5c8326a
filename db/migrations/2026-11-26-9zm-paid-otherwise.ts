import { sql, type Kysely } from 'kysely';

/** Money that goes back because its order was paid in another way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table order_credit drop constraint order_credit_reason_check`.execute(db);
  await sql`
    alter table order_credit add constraint order_credit_reason_check check (reason in ('not-filled', 'late', 'uncollected', 'changed', 'cancelled',
      'swapped', 'returned', 'exchanged', 'goodwill', 'not-paid', 'paid-otherwise'))`.execute(db);
}
