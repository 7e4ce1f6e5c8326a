import { sql, type Kysely } from 'kysely';

/** What lies where, what is promised to whom. Levels are the fold of movements, holds and allocations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table node (
      id text primary key check (id ~ '^[a-z0-9-]+$'),
      name text not null,
      kind text not null check (kind in ('warehouse', 'dark_store', 'store')),
      address text not null,
      city text not null,
      postcode text not null,
      country char(2) not null,
      region text not null,
      lat double precision not null check (lat between -90 and 90),
      lng double precision not null check (lng between -180 and 180),
      time_zone text not null,
      opening jsonb not null,
      cutoffs jsonb not null,
      closed_dates date[] not null default '{}',
      processing_minutes int not null check (processing_minutes >= 0),
      capacity_per_day int not null check (capacity_per_day > 0),
      methods text[] not null,
      phone text not null default '',
      status text not null default 'up' check (status in ('up', 'down')),
      version int not null default 1 check (version > 0)
    )`.execute(db);
  // A recorded count may fall below what is promised; the difference is then written down as short, never hidden.
  await sql`
    create table stock_level (
      variant_id uuid not null references variant,
      node_id text not null references node,
      on_hand int not null default 0 check (on_hand >= 0),
      allocated int not null default 0 check (allocated >= 0),
      held int not null default 0 check (held >= 0),
      unavailable int not null default 0 check (unavailable >= 0),
      safety int not null default 0 check (safety >= 0),
      short int not null default 0 check (short >= 0),
      available int not null generated always as (on_hand - unavailable - allocated - held - safety) stored,
      bin text,
      counted_at timestamptz,
      version int not null default 1 check (version > 0),
      updated_at timestamptz not null default now(),
      primary key (variant_id, node_id),
      constraint stock_level_covers_promises check (allocated + held + unavailable <= on_hand + short)
    )`.execute(db);
  await sql`
    create table stock_movement (
      id uuid primary key,
      variant_id uuid not null references variant,
      node_id text not null references node,
      kind text not null check (kind in ('received', 'counted', 'corrected', 'sold', 'shipped', 'collected', 'restocked', 'transferred')),
      quantity int not null,
      reason text not null default '',
      order_id uuid,
      import_id uuid,
      actor jsonb not null,
      at timestamptz not null
    )`.execute(db);
  await sql`create index stock_movement_level on stock_movement (variant_id, node_id, at)`.execute(db);
  await sql`
    create table hold (
      id uuid primary key,
      cart_id uuid not null,
      variant_id uuid not null,
      node_id text not null,
      quantity int not null check (quantity > 0),
      state text not null default 'held' check (state in ('held', 'converted', 'released', 'expired')),
      expires_at timestamptz not null,
      created_at timestamptz not null,
      ended_at timestamptz,
      check ((state = 'held') = (ended_at is null)),
      foreign key (variant_id, node_id) references stock_level
    )`.execute(db);
  await sql`create unique index hold_one_each on hold (cart_id, variant_id, node_id) where state = 'held'`.execute(db);
  await sql`create index hold_expiry on hold (expires_at) where state = 'held'`.execute(db);
}
