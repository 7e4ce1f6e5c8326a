import { sql, type Kysely } from 'kysely';

/** Who signs in. Sessions are stored under the hash of their secret: a leaked table opens none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table app_user (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      name text not null,
      role text not null check (role in ('shopper', 'associate', 'warehouse', 'support', 'manager', 'admin')),
      node_id text references node,
      password_hash text not null,
      created_at timestamptz not null default now(),
      check (role not in ('associate', 'warehouse') or node_id is not null)
    )`.execute(db);
  await sql`
    create table user_session (
      id text primary key,
      user_id uuid not null references app_user on delete cascade,
      expires_at timestamptz not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index user_session_user on user_session (user_id)`.execute(db);
  await sql`create index user_session_expiry on user_session (expires_at)`.execute(db);
}
