import { sql, type Kysely } from 'kysely';

const SEARCH_DIGITS = `right(regexp_replace(contact ->> 'phone', '\\D', '', 'g'), 10)`;

/**
 * Who has no receipt is found by the phone that was given or by the card that was paid with. Of a card its brand, last four digits and a seal are
 * kept, which only this shop can make of the bank's fingerprint and nobody can read back. Who looked for whom, and what was found, stays.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index payment_transaction_card on payment_transaction ((instrument ->> 'cardSeal')) where instrument ? 'cardSeal'`.execute(db);
  await sql`
    create index orders_of_phone on orders (${sql.raw(SEARCH_DIGITS)}, placed_at) where contact ->> 'phone' <> ''`.execute(db);
  await sql`
    create table receipt_search (
      id uuid primary key,
      user_id uuid not null references app_user,
      node_id text not null references node,
      way text not null check (way in ('phone', 'card')),
      order_ids uuid[] not null,
      at timestamptz not null,
      until timestamptz not null check (until > at)
    )`.execute(db);
  await sql`create index receipt_search_of_user on receipt_search (user_id)`.execute(db);
  await sql`create index receipt_search_of_node on receipt_search (node_id)`.execute(db);
  await sql`create index receipt_search_of_order on receipt_search using gin (order_ids)`.execute(db);
  await sql`
    alter table return_case
      add proof text not null default 'receipt' check (proof in ('receipt', 'phone', 'card')),
      add asked_by uuid references app_user,
      -- Whoever found it without a receipt is known, and somebody else says yes.
      add constraint found_by_somebody check (proof = 'receipt' or asked_by is not null),
      add constraint approved_by_a_person check (proof = 'receipt' or approval <> 'rule')`.execute(db);
  await sql`create index return_case_asked_by on return_case (asked_by) where asked_by is not null`.execute(db);
}
