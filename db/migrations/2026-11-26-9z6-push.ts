import { sql, type Kysely } from 'kysely';

/** Devices that want to be told of an order, and what is pushed to each of them, once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table push_subscription (
      id uuid primary key,
      order_id uuid not null references orders,
      endpoint text not null check (length(endpoint) <= 1000),
      p256dh text not null,
      auth text not null,
      made_at timestamptz not null,
      gone_at timestamptz,
      unique (order_id, endpoint)
    )`.execute(db);
  // Whoever is gone is gone for all their orders.
  await sql`create index push_subscription_endpoint on push_subscription (endpoint)`.execute(db);
  await sql`
    create table push_message (
      id uuid primary key,
      notice_id uuid not null references notice,
      subscription_id uuid not null references push_subscription on delete cascade,
      state text not null default 'due' check (state in ('due', 'sent', 'gone')),
      tries int not null default 0,
      taken_until timestamptz,
      ended_at timestamptz,
      unique (notice_id, subscription_id),
      check ((state = 'due') = (ended_at is null))
    )`.execute(db);
  await sql`create index push_message_of on push_message (subscription_id)`.execute(db);
}
