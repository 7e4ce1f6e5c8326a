import { sql, type Kysely } from 'kysely';

/**
 * A thing that was taken back although nobody found its purchase: for store credit, at the lowest price it was sold for of late, with the yes of
 * a second person. One for each search that found nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table unproven_return (
      id uuid primary key,
      search_id uuid not null unique references receipt_search,
      node_id text not null references node,
      variant_id uuid not null references variant,
      disposition text not null check (disposition in ('restock_a', 'scrap')),
      amount_minor bigint not null check (amount_minor > 0),
      currency char(3) not null,
      stored_value_id uuid not null unique references stored_value,
      policy jsonb not null,
      asked_by uuid not null references app_user,
      approved_by uuid not null references app_user check (approved_by <> asked_by),
      at timestamptz not null
    )`.execute(db);
  await sql`create index unproven_return_of_node on unproven_return (node_id)`.execute(db);
  await sql`create index unproven_return_of_variant on unproven_return (variant_id)`.execute(db);
  await sql`create index unproven_return_asked_by on unproven_return (asked_by)`.execute(db);
  await sql`create index unproven_return_approved_by on unproven_return (approved_by)`.execute(db);
}
