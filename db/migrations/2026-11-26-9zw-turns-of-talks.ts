import { sql, type Kysely } from 'kysely';

/**
 * A talk is one line of numbered messages, in which one turn is answered at a time. Whoever has an account has one current talk, wherever they go on
 * with it; so has whoever came with the key of one order, and whoever came with nothing, in their browser alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table support_thread
      add column is_current boolean not null default false,
      add column session_seal text,
      add column taken_by uuid references app_user,
      add column misses int not null default 0 check (misses >= 0),
      add column language text check (language in ('en', 'hi', 'hinglish', 'other')),
      add column answered int not null default 0 check (answered >= 0),
      add check (session_seal is null or num_nonnulls(customer_id, order_id) = 0)`.execute(db);
  await sql`create unique index support_thread_current_customer on support_thread (customer_id) where is_current`.execute(db);
  await sql`create unique index support_thread_current_order on support_thread (order_id) where is_current`.execute(db);
  await sql`create unique index support_thread_current_session on support_thread (session_seal) where is_current`.execute(db);
  await sql`create index support_thread_taken_by on support_thread (taken_by) where taken_by is not null`.execute(db);
  await sql`
    alter table support_message
      add column seq int,
      add column key text,
      add column said_by uuid references app_user,
      add column cards jsonb not null default '[]',
      add column grounds jsonb not null default '[]',
      add column waits jsonb`.execute(db);
  await sql`
    update support_message m set seq = n.seq, key = m.id::text
      from (select id, row_number() over (partition by thread_id order by at, id) as seq from support_message) n where n.id = m.id`.execute(
    db
  );
  await sql`
    alter table support_message
      alter column seq set not null,
      alter column key set not null,
      add check (seq > 0),
      add check ((said_by is not null) = (author = 'staff')),
      add unique (thread_id, seq),
      add unique (thread_id, key)`.execute(db);
  await sql`drop index support_message_thread`.execute(db);
  // Who answers a talk at this moment. A process that dies in a turn leaves a row that another may take when its time is over.
  await sql`
    create table support_turn (
      thread_id uuid primary key references support_thread,
      holder uuid not null,
      until timestamptz not null
    )`.execute(db);
  await sql`
    create table support_usage (
      thread_id uuid not null references support_thread,
      day date not null,
      tokens int not null check (tokens >= 0),
      primary key (thread_id, day)
    )`.execute(db);
  await sql`create index event_of_support on event (position) where type like 'support.%'`.execute(db);
}
