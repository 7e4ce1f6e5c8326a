import { sql, type Kysely } from 'kysely';

/** Shoppers with an account: the same people table as the staff, with carts and orders of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Whoever signs in with a passkey or a mailed code has no password.
  await sql`
    alter table app_user
      alter column password_hash drop not null,
      add column phone text not null default '' check (length(phone) <= 40),
      add column email_confirmed_at timestamptz,
      add column pin_hash text,
      add column ended_at timestamptz`.execute(db);
  // fresh_at: when this person last proved who they are; what is delicate asks for less than five minutes.
  await sql`
    alter table user_session
      add column label text not null default '' check (length(label) <= 120),
      add column last_seen_at timestamptz not null default now(),
      add column fresh_at timestamptz not null default now()`.execute(db);
  await sql`alter table cart add column customer_id uuid references app_user`.execute(db);
  await sql`create unique index cart_one_open_each on cart (customer_id) where state in ('active', 'checkout')`.execute(db);
  await sql`alter table orders add column customer_id uuid references app_user`.execute(db);
  await sql`create index orders_customer on orders (customer_id, placed_at desc) where customer_id is not null`.execute(db);
}
