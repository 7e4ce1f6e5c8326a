import { sql, type Kysely } from 'kysely';

/**
 * Money may be taken when a parcel leaves instead of with the order: its bank stands for all of it, and gives each parcel's share once. What is called off
 * before is due no more, while the bank still stands for it; so one credit may lower what is to be taken and send back what was, of one payment.
 * A policy says when money is taken; those that were written before mean with the order.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table payment_transaction add column fulfilment_order_id uuid references fulfilment_order,
      add constraint only_captures_have_a_parcel check (fulfilment_order_id is null or kind = 'capture')`.execute(db);
  await sql`
    create unique index captured_once on payment_transaction (payment_id, fulfilment_order_id)
      where kind = 'capture' and state in ('started', 'succeeded')`.execute(db);
  await sql`
    create unique index let_go_once on payment_transaction (payment_id) where kind = 'void' and state in ('started', 'succeeded')`.execute(
    db
  );
  await sql`create index capture_refused on payment_transaction (ended_at) where kind = 'capture' and state = 'failed'`.execute(db);

  await sql`create index event_of_refused_capture on event (position) where type = 'payment.capture_refused'`.execute(db);

  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint where conrelid = 'payment'::regclass and contype = 'c'
      and pg_get_constraintdef(oid) like '%authorized_minor%amount_minor%'`.execute(db);
  for (const { name } of rows) await sql`alter table payment drop constraint ${sql.id(name)}`.execute(db);
  await sql`
    alter table payment add constraint payment_authorized check (authorized_minor >= 0),
      add constraint payment_captured_is_due check (captured_minor <= amount_minor)`.execute(db);

  await sql`alter table refund drop constraint refund_once, add constraint refund_once unique (credit_id, payment_id, how)`.execute(db);

  await sql`alter table policy_profile disable trigger stays_as_written`.execute(db);
  await sql`update policy_profile set terms = jsonb_set(terms, '{payment,take}', '"at-order"')`.execute(db);
  await sql`alter table policy_profile enable trigger stays_as_written`.execute(db);
}
