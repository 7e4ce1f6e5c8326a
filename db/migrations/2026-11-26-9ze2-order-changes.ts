import { sql, type Kysely } from 'kysely';

/** What was changed about an order after it was placed, with what that did and what is needed to take it back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table order_change (
      id uuid primary key,
      order_id uuid not null references orders,
      kind text not null check (kind in ('cancel', 'address', 'swap', 'payment', 'note')),
      state text not null check (state in ('awaiting_payment', 'confirmed', 'undone', 'settled', 'lapsed')),
      wish jsonb not null,
      effect jsonb not null,
      undo jsonb,
      policy jsonb,
      reason text not null,
      actor jsonb not null,
      at timestamptz not null,
      undo_until timestamptz,
      ended_at timestamptz,
      undone_by jsonb,
      check ((state in ('undone', 'settled', 'lapsed')) = (ended_at is not null)),
      check ((state = 'undone') = (undone_by is not null)),
      check ((undo is null) = (undo_until is null))
    )`.execute(db);
  await sql`create index order_change_of_order on order_change (order_id, at)`.execute(db);
}
