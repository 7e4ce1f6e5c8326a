import { sql, type Kysely } from 'kysely';

/** What happened, for ever; what still has to be told; who may tell it; which commands were already answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event (
      position bigint generated always as identity primary key,
      tenant text not null default 'mez',
      topic text not null,
      version int not null check (version > 0),
      type text not null check (type ~ '^[a-z_]+\.[a-z_]+$'),
      data jsonb not null,
      actor jsonb not null,
      channel text not null,
      cause text,
      at timestamptz not null,
      recorded_at timestamptz not null default clock_timestamp(),
      unique (topic, version)
    )`.execute(db);
  await sql`
    create table outbox (
      position bigint primary key references event,
      topic text not null,
      attempts int not null default 0,
      set_aside_at timestamptz
    )`.execute(db);
  await sql`
    create table lease (
      name text primary key,
      holder text not null,
      token bigint not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`
    create table idempotency (
      scope text not null,
      key text not null check (length(key) between 1 and 200),
      hash text not null,
      result jsonb,
      created_at timestamptz not null default now(),
      primary key (scope, key)
    )`.execute(db);
  await sql`create index idempotency_age on idempotency (created_at)`.execute(db);
  await sql`
    create table webhook_inbox (
      provider text not null,
      event_id text not null,
      received_at timestamptz not null,
      primary key (provider, event_id)
    )`.execute(db);
  await sql`
    create table rate_bucket (
      name text not null,
      subject text not null,
      window_start timestamptz not null,
      used int not null check (used > 0),
      primary key (name, subject, window_start)
    )`.execute(db);
}
