import { sql, type Kysely } from 'kysely';

/** Who wants to be told when something is there again: once, by mail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stock_alert (
      id uuid primary key,
      variant_id uuid not null references variant,
      email text not null check (email = lower(email)),
      state text not null default 'waiting' check (state in ('waiting', 'told', 'ended')),
      asked_at timestamptz not null,
      ended_at timestamptz,
      check ((state = 'waiting') = (ended_at is null))
    )`.execute(db);
  // Whoever asks twice is told once.
  await sql`create unique index stock_alert_one_each on stock_alert (variant_id, email) where state = 'waiting'`.execute(db);
  await sql`create index stock_alert_of on stock_alert (email)`.execute(db);
  await sql`create index stock_alert_age on stock_alert (ended_at) where ended_at is not null`.execute(db);
}
