import { sql, type Kysely } from 'kysely';

/** A customer lets one associate look: for minutes, by a code that is said at the counter. Without a row here nobody looks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // code_seal: keyed with the shop's secret, and the code itself is stored nowhere. expires_at: of the code, then of the look.
  await sql`
    create table customer_consent (
      id uuid primary key,
      customer_id uuid not null references app_user on delete cascade,
      state text not null check (state in ('offered', 'open', 'withdrawn', 'lapsed', 'ended')),
      code_seal text not null,
      offered_at timestamptz not null,
      expires_at timestamptz not null,
      opened_at timestamptz,
      opened_by uuid references app_user,
      opened_as text,
      node_id text references node,
      ended_at timestamptz,
      version int not null default 1,
      check ((state in ('open', 'ended')) = (opened_at is not null)),
      check ((opened_at is null) = (opened_by is null) and (opened_at is null) = (opened_as is null) and (opened_at is null) = (node_id is null)),
      check ((state in ('offered', 'open')) = (ended_at is null))
    )`.execute(db);
  // One at a time for each customer, and no two codes alike while they are out.
  await sql`create unique index customer_consent_one on customer_consent (customer_id) where state in ('offered', 'open')`.execute(db);
  await sql`create unique index customer_consent_code on customer_consent (code_seal) where state = 'offered'`.execute(db);
  await sql`create index customer_consent_customer on customer_consent (customer_id, offered_at desc)`.execute(db);
  await sql`create index customer_consent_staff on customer_consent (opened_by) where state = 'open'`.execute(db);
  await sql`create index customer_consent_expiry on customer_consent (expires_at) where state in ('offered', 'open')`.execute(db);
}
