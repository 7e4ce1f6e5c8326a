import { sql, type Kysely } from 'kysely';

/** Who fulfils what, how it travels, and every date we ever promised. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table fulfilment_order (
      id uuid primary key,
      order_id uuid not null references orders,
      place smallint not null check (place > 0),
      node_id text references node,
      method text not null check (method in ('ship', 'pickup', 'carry_out')),
      service text not null,
      state text not null check (state in ('unsourced', 'scheduled', 'on_hold', 'allocated', 'released', 'picking', 'packed', 'ready_for_pickup',
        'shipped', 'collected', 'closed', 'cancelled', 'uncollected', 'unfillable')),
      collect_code text,
      plan jsonb not null default '{}',
      version int not null default 1 check (version > 0),
      created_at timestamptz not null,
      unique (order_id, place),
      check (node_id is not null or state in ('unsourced', 'scheduled', 'on_hold', 'unfillable', 'cancelled'))
    )`.execute(db);
  await sql`create index fulfilment_order_work on fulfilment_order (node_id, state)`.execute(db);
  await sql`
    create table fulfilment_line (
      id uuid primary key,
      fulfilment_order_id uuid not null references fulfilment_order,
      order_line_id uuid not null references order_line,
      variant_id uuid not null,
      quantity int not null check (quantity > 0),
      unique (fulfilment_order_id, order_line_id)
    )`.execute(db);
  // A hard reservation. It ends exactly once: consumed by a hand-over or released.
  await sql`
    create table allocation (
      id uuid primary key,
      fulfilment_line_id uuid not null references fulfilment_line,
      hold_id uuid references hold,
      variant_id uuid not null,
      node_id text not null,
      quantity int not null check (quantity > 0),
      state text not null default 'open' check (state in ('open', 'consumed', 'released')),
      created_at timestamptz not null,
      ended_at timestamptz,
      check ((state = 'open') = (ended_at is null)),
      foreign key (variant_id, node_id) references stock_level
    )`.execute(db);
  await sql`create unique index allocation_one_open on allocation (fulfilment_line_id) where state = 'open'`.execute(db);
  await sql`create index allocation_level on allocation (variant_id, node_id) where state = 'open'`.execute(db);
  await sql`
    create table shipment (
      id uuid primary key,
      fulfilment_order_id uuid not null unique references fulfilment_order,
      carrier text not null,
      service text not null,
      tracking_number text not null unique,
      state text not null check (state in ('pre_transit', 'in_transit', 'out_for_delivery', 'attempt_failed', 'available_for_pickup', 'exception',
        'return_to_sender', 'returned', 'delivered', 'cancelled', 'lost')),
      booked_at timestamptz,
      delivered_at timestamptz,
      estimate_from timestamptz,
      estimate_until timestamptz check (estimate_until >= estimate_from),
      version int not null default 1 check (version > 0),
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table tracking_event (
      id uuid primary key,
      shipment_id uuid not null references shipment,
      provider text not null,
      provider_event_id text not null,
      status text not null check (status in ('unknown', 'error', 'pre_transit', 'in_transit', 'out_for_delivery', 'delivered', 'available_for_pickup',
        'return_to_sender', 'failure', 'cancelled')),
      detail text not null,
      message text not null,
      city text not null default '',
      lat double precision,
      lng double precision,
      raw jsonb not null,
      occurred_at timestamptz not null,
      received_at timestamptz not null,
      unique (provider, provider_event_id)
    )`.execute(db);
  await sql`create index tracking_event_shipment on tracking_event (shipment_id, occurred_at)`.execute(db);
  // Never overwritten: each version of a promise stays, with what it was computed from.
  await sql`
    create table promise (
      id uuid primary key,
      order_id uuid not null references orders,
      fulfilment_order_id uuid not null references fulfilment_order,
      number int not null check (number > 0),
      state text not null check (state in ('committed', 'revised', 'kept', 'broken', 'waived')),
      deliver_from timestamptz not null,
      deliver_until timestamptz not null check (deliver_until >= deliver_from),
      reason text not null,
      detail text not null default '',
      inputs jsonb not null default '{}',
      rule_version text not null,
      at timestamptz not null,
      unique (fulfilment_order_id, number)
    )`.execute(db);
  await sql`create index promise_order on promise (order_id)`.execute(db);
  await sql`create index fulfilment_line_order_line on fulfilment_line (order_line_id)`.execute(db);
}
