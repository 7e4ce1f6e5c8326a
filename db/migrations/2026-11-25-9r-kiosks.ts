import { sql, type Kysely } from 'kysely';

/** Screens that were made kiosks, and the carts that one of them has taken in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // secret_hash is that of the screen's cookie, which says where it stands and opens nothing of anybody's.
  await sql`
    create table kiosk (
      id uuid primary key,
      node_id text not null references node,
      secret_hash text not null unique,
      started_by uuid not null references app_user,
      started_at timestamptz not null,
      expires_at timestamptz not null,
      last_seen_at timestamptz not null,
      ended_at timestamptz,
      version int not null default 1
    )`.execute(db);
  await sql`create index kiosk_node on kiosk (node_id, started_at desc)`.execute(db);
  await sql`alter table cart_grant add column kiosk_id uuid references kiosk`.execute(db);
  await sql`create index cart_grant_kiosk on cart_grant (kiosk_id) where kiosk_id is not null and revoked_at is null`.execute(db);
  // A claim is that of one person or of one screen.
  await sql`alter table cart_grant drop constraint cart_grant_check`.execute(db);
  await sql`
    alter table cart_grant add constraint cart_grant_claimant
      check (num_nonnulls(user_id, kiosk_id) = case kind when 'claim' then 1 else 0 end)`.execute(db);
}
