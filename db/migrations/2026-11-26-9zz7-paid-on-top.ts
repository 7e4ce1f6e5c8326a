import { sql, type Kysely } from 'kysely';

/**
 * What is paid on top of an order may be paid from a balance or in cash: a bank that was asked for it first is not waited for, and what it takes all the same
 * stands beside that until it is sent back. Money also goes back because a change was taken back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index payment_one_open`.execute(db);
  await sql`
    create unique index payment_one_open on payment (order_id, change_id) nulls not distinct
      where state not in ('declined', 'voided') and method not in ('gift_card', 'store_credit') and lapsed_at is null`.execute(db);
  await sql`alter table order_credit drop constraint order_credit_reason_check`.execute(db);
  await sql`
    alter table order_credit add constraint order_credit_reason_check check (reason in ('not-filled', 'late', 'uncollected', 'changed', 'cancelled',
      'swapped', 'returned', 'exchanged', 'goodwill', 'not-paid', 'paid-otherwise', 'undone'))`.execute(db);
}
