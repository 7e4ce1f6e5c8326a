import { sql, type Kysely } from 'kysely';

/** Codes that let somebody else into a cart once. What is shown is stored nowhere: only its seal is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table hand_over (
      id uuid primary key,
      cart_id uuid not null references cart,
      offered_by text not null check (offered_by in ('owner', 'staff')),
      state text not null check (state in ('offered', 'claimed', 'expired', 'revoked', 'ended')),
      code_seal text,
      token_seal text not null unique,
      offered_at timestamptz not null,
      expires_at timestamptz not null,
      wrong_tries int not null default 0,
      claimed_at timestamptz,
      claimed_by text,
      grant_id uuid references cart_grant,
      asked_minor bigint check (asked_minor >= 0),
      ended_at timestamptz,
      check ((state in ('claimed', 'ended')) = (claimed_at is not null)),
      check ((claimed_by is null) = (claimed_at is null))
    )`.execute(db);
  // One code out at a time, and no two of them alike.
  await sql`create unique index hand_over_one_out on hand_over (cart_id, offered_by) where state = 'offered'`.execute(db);
  await sql`create unique index hand_over_code on hand_over (code_seal) where state = 'offered'`.execute(db);
  await sql`create index hand_over_cart on hand_over (cart_id, offered_at desc)`.execute(db);
  await sql`create index hand_over_grant on hand_over (grant_id) where grant_id is not null`.execute(db);
}
