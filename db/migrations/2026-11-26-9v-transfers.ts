import { sql, type Kysely } from 'kysely';

/** Boxes on their way from one place to another, and goods that lie there but are not for sale: both are the fold of movements as well. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table transfer (
      id uuid primary key,
      number text not null unique,
      from_node_id text not null references node,
      to_node_id text not null references node,
      state text not null default 'planned' check (state in ('planned', 'picked', 'in_transit', 'received', 'closed')),
      version int not null default 1 check (version > 0),
      created_at timestamptz not null,
      sent_at timestamptz,
      closed_at timestamptz,
      check (from_node_id <> to_node_id),
      check ((state in ('planned', 'picked')) = (sent_at is null)),
      check ((state = 'closed') = (closed_at is not null))
    )`.execute(db);
  // Whoever starts a box for a place gets the one that stands there open.
  await sql`create unique index transfer_one_being_filled on transfer (from_node_id, to_node_id) where state in ('planned', 'picked')`.execute(
    db
  );
  await sql`create index transfer_from on transfer (from_node_id, state)`.execute(db);
  await sql`create index transfer_to on transfer (to_node_id, state)`.execute(db);
  await sql`
    create table transfer_line (
      transfer_id uuid not null references transfer,
      variant_id uuid not null references variant,
      sent int not null default 0 check (sent >= 0),
      received int not null default 0 check (received >= 0),
      difference int not null default 0 check (difference >= 0),
      primary key (transfer_id, variant_id),
      constraint transfer_line_no_more_than_sent check (received + difference <= sent)
    )`.execute(db);
  // `set_aside` is by how much a movement changes what is not for sale, as `quantity` is for what is on hand.
  await sql`
    alter table stock_movement add column set_aside int not null default 0, add column transfer_id uuid references transfer,
      drop constraint stock_movement_kind_check,
      add constraint stock_movement_kind_check check (kind in ('received', 'counted', 'corrected', 'sold', 'shipped', 'collected', 'restocked',
        'transferred', 'damaged', 'sound', 'discarded'))`.execute(db);
  await sql`create index stock_movement_transfer on stock_movement (transfer_id) where transfer_id is not null`.execute(db);
  await sql`
    insert into stock_movement (id, variant_id, node_id, kind, quantity, set_aside, actor, at)
      select gen_random_uuid(), variant_id, node_id, 'corrected', 0, unavailable, '{"role":"system"}', updated_at from stock_level where unavailable > 0`.execute(
    db
  );
  // What happened to boxes is heard of at both their ends.
  await sql`create index event_of_box_here on event ((data ->> 'nodeId'), position) where type = 'stock.transferred'`.execute(db);
  await sql`create index event_of_box_there on event ((data ->> 'otherNodeId'), position) where type = 'stock.transferred'`.execute(db);
}
