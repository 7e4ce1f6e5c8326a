import { sql, type Kysely } from 'kysely';

/**
 * Something comes back and another thing goes out for it: how far that is stands with the return, what the new thing costs with its line. What was
 * asked on top is kept for whoever must give it back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table return_case
      add column exchange_state text check (exchange_state in ('awaiting_payment', 'held', 'released', 'given_back')),
      add column exchange_more_minor bigint not null default 0 check (exchange_more_minor >= 0),
      add constraint return_case_exchange_check check ((refund_to = 'exchange') = (exchange_state is not null))`.execute(db);
  await sql`
    alter table return_line
      add column exchange_unit_price_minor bigint check (exchange_unit_price_minor >= 0),
      add constraint return_line_exchange_check check (
        (exchange_variant_id is null) = (exchange_unit_price_minor is null) and (exchange_order_line_id is null or exchange_variant_id is not null))`.execute(
    db
  );
}
