import { sql, type Kysely } from 'kysely';

/** Devices of the shop's places, on which whoever works there signs in with a PIN. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // code_hash waits for the device to be opened; secret_hash is that of the device's cookie. Neither opens anything by itself.
  await sql`
    create table staff_device (
      id uuid primary key,
      name text not null check (length(name) between 1 and 60),
      node_id text not null references node,
      code_hash text unique,
      code_until timestamptz not null,
      secret_hash text unique,
      offered_by uuid references app_user,
      offered_at timestamptz not null,
      enrolled_at timestamptz,
      last_used_at timestamptz,
      last_user_id uuid references app_user,
      revoked_at timestamptz,
      version int not null default 1,
      check ((secret_hash is not null) = (enrolled_at is not null)),
      check (code_hash is null or secret_hash is null)
    )`.execute(db);
  await sql`alter table user_session add column device_id uuid references staff_device`.execute(db);
  await sql`create index app_user_node on app_user (node_id) where node_id is not null`.execute(db);
  // Whoever is given another role or place, or leaves, begins anew: however the row is changed.
  await sql`
    create function end_sessions_of_changed() returns trigger language plpgsql as $$
    begin
      delete from user_session where user_id = new.id;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger app_user_changed after update of role, node_id, ended_at on app_user for each row
      when ((old.role, old.node_id, old.ended_at) is distinct from (new.role, new.node_id, new.ended_at))
      execute function end_sessions_of_changed()`.execute(db);
}
