import { sql, type Kysely } from 'kysely';

/**
 * Money that was paid to us before: gift cards and store credit. Each is a ledger, and its balance the sum of its entries. A code is kept only
 * as its seal. Store credit belongs to an account, or to the order of a guest, who is shown a code for it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stored_value (
      id uuid primary key,
      kind text not null check (kind in ('gift_card', 'store_credit')),
      code_seal text unique,
      last_four text check (length(last_four) = 4),
      customer_id uuid references app_user,
      order_id uuid references orders,
      currency char(3) not null,
      balance_minor bigint not null default 0 check (balance_minor >= 0),
      state text not null default 'active' check (state in ('active', 'blocked')),
      issued_at timestamptz not null,
      expires_at timestamptz,
      version int not null default 0 check (version >= 0),
      check ((code_seal is null) = (last_four is null)),
      check (num_nonnulls(code_seal, customer_id) = 1),
      check (kind = 'store_credit' or num_nulls(customer_id, order_id) = 2),
      unique (customer_id, currency),
      unique (order_id)
    )`.execute(db);
  await sql`
    create table stored_value_entry (
      id uuid primary key,
      stored_value_id uuid not null references stored_value,
      number int not null check (number > 0),
      kind text not null check (kind in ('issued', 'redeemed', 'refunded', 'bonus', 'corrected')),
      delta_minor bigint not null check (delta_minor <> 0 and (kind = 'corrected' or (kind = 'redeemed') = (delta_minor < 0))),
      balance_minor bigint not null check (balance_minor >= 0),
      cause text not null unique,
      order_id uuid references orders,
      payment_id uuid references payment,
      refund_id uuid references refund,
      actor jsonb not null,
      at timestamptz not null,
      unique (stored_value_id, number)
    )`.execute(db);
  for (const table of ['order', 'payment', 'refund']) {
    // oxlint-disable-next-line no-await-in-loop -- three statements of a migration
    await sql`create index ${sql.id(`stored_value_entry_of_${table}`)} on stored_value_entry (${sql.id(`${table}_id`)})`.execute(db);
  }
  await sql`
    create trigger stays_as_written before update or delete or truncate on stored_value_entry
      for each statement execute function stays_as_written()`.execute(db);
  // With what its shopper wants to pay, in this order, before anything else is asked.
  await sql`alter table cart add column pays_with uuid[] check (cardinality(pays_with) between 1 and 3)`.execute(db);
}
