import { sql, type Kysely } from 'kysely';

/** Signing in with a key that a device keeps, and another e-mail for an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // id: the device's own name of the key, base64url. sign_count: how often the device says it was used; some always say 0.
  await sql`
    create table passkey (
      id text primary key check (length(id) <= 1400),
      user_id uuid not null references app_user on delete cascade,
      name text not null check (length(name) between 1 and 120),
      public_key bytea not null,
      sign_count bigint not null check (sign_count >= 0),
      transports text[] not null,
      made_at timestamptz not null,
      last_used_at timestamptz
    )`.execute(db);
  await sql`create index passkey_user on passkey (user_id, made_at)`.execute(db);
  // hash: of what the device is to sign, keyed with the shop's secret. user_id: whose account gets a new key; null at the door.
  await sql`
    create table passkey_challenge (
      hash text primary key,
      user_id uuid references app_user on delete cascade,
      browser text not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index passkey_challenge_expiry on passkey_challenge (expires_at)`.execute(db);
  await sql`
    alter table one_time_secret
      drop constraint one_time_secret_kind_check,
      add constraint one_time_secret_kind_check check (kind in ('sign-up', 'code', 'reset', 'orders', 'email'))`.execute(db);
}
