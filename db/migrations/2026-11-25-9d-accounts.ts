import { sql, type Kysely } from 'kysely';

/** What an account is made of besides its person: mails, secrets that open something once, addresses. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Written in the transaction of whatever it tells of; a job sends it. Words that open something are emptied once they are sent.
  await sql`
    create table mail (
      id uuid primary key,
      kind text not null,
      "to" text not null check (length("to") <= 254),
      subject text not null,
      text text not null,
      html text,
      order_id uuid references orders,
      made_at timestamptz not null,
      sent_at timestamptz,
      tries int not null default 0 check (tries >= 0),
      error text
    )`.execute(db);
  await sql`create index mail_made on mail (made_at desc, id desc)`.execute(db);
  await sql`create index mail_to on mail ("to", made_at desc)`.execute(db);
  // hash: keyed with the shop's secret. browser: the same of the cookie of whoever asked; null where any browser will do.
  // name and password_hash wait here until the address of a new account is confirmed.
  await sql`
    create table one_time_secret (
      id uuid primary key,
      kind text not null check (kind in ('sign-up', 'code', 'reset', 'orders')),
      user_id uuid references app_user on delete cascade,
      email text not null check (email = lower(email)),
      hash text not null,
      browser text,
      name text,
      password_hash text,
      tries int not null default 0 check (tries >= 0),
      made_at timestamptz not null,
      expires_at timestamptz not null,
      check ((kind = 'sign-up') = (password_hash is not null))
    )`.execute(db);
  await sql`create unique index one_time_secret_hash on one_time_secret (hash)`.execute(db);
  await sql`create index one_time_secret_browser on one_time_secret (browser, kind, made_at desc)`.execute(db);
  await sql`create index one_time_secret_expiry on one_time_secret (expires_at)`.execute(db);
  await sql`
    create table customer_address (
      id uuid primary key,
      customer_id uuid not null references app_user on delete cascade,
      address jsonb not null,
      is_default boolean not null,
      made_at timestamptz not null
    )`.execute(db);
  await sql`create index customer_address_customer on customer_address (customer_id)`.execute(db);
  // An account may ask for what was ordered with its address before there was an account.
  await sql`create index orders_guest_email on orders (lower(contact ->> 'email')) where customer_id is null`.execute(db);
  // Who leaves is taken out of the log by name; guests cost this index nothing.
  await sql`create index event_customer on event ((actor ->> 'customerId')) where actor ? 'customerId'`.execute(db);
  await sql`create unique index customer_address_default on customer_address (customer_id) where is_default`.execute(db);
}
