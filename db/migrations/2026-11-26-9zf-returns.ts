import { sql, type Kysely } from 'kysely';

const STATES = `'requested', 'declined', 'approved', 'label_issued', 'store_dropoff', 'in_transit', 'dropped_off', 'received', 'inspecting',
  'dispositioned', 'settled', 'closed', 'cancelled', 'expired'`;
const DISPOSITIONS = `'restock_a', 'restock_b', 'refurbish', 'return_to_vendor', 'quarantine', 'scrap', 'missing', 'back_to_customer'`;

/**
 * What comes back: a case with its lines, and a row for each unit. A unit of a parcel is claimed by one case at a time, which is a unique index and
 * no sum: of two devices that send back the same one, the second finds it taken.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table return_case (
      id uuid primary key,
      number text not null unique,
      order_id uuid not null references orders,
      state text not null check (state in (${sql.raw(STATES)})),
      channel text not null,
      method text not null check (method in ('store', 'label', 'qr', 'home')),
      refund_to text not null check (refund_to in ('original', 'store-credit', 'exchange')),
      trigger text not null check (trigger in ('instant', 'first-scan', 'received', 'inspected')),
      approval text not null check (approval in ('rule', 'person', 'two-people')),
      is_kept boolean not null,
      keep_percent int not null check (keep_percent between 1 and 100),
      currency text not null,
      goods_minor bigint not null check (goods_minor >= 0),
      bringing_minor bigint not null check (bringing_minor >= 0),
      fee_minor bigint not null check (fee_minor >= 0 and fee_minor <= goods_minor + bringing_minor),
      bonus_percent int not null check (bonus_percent between 0 and 100),
      policy jsonb not null,
      drop_node_id text references node,
      came_to_node_id text references node,
      reason_declined text not null default '',
      is_appealed boolean not null default false,
      approved_once_by uuid references app_user,
      asked_at timestamptz not null,
      approved_at timestamptz,
      send_by timestamptz not null,
      handed_over_at timestamptz,
      refund_due_at timestamptz not null,
      is_overdue_told boolean not null default false,
      owed_at timestamptz,
      settled_at timestamptz,
      ended_at timestamptz,
      version int not null default 1,
      check ((state in ('closed', 'cancelled', 'expired')) = (ended_at is not null))
    )`.execute(db);
  await sql`create index return_case_of_order on return_case (order_id)`.execute(db);
  await sql`create index return_case_drop_node on return_case (drop_node_id) where drop_node_id is not null`.execute(db);
  await sql`create index return_case_came_to_node on return_case (came_to_node_id) where came_to_node_id is not null`.execute(db);
  await sql`create index return_case_approved_once_by on return_case (approved_once_by) where approved_once_by is not null`.execute(db);
  await sql`create index return_case_waiting on return_case (asked_at) where state = 'requested'`.execute(db);
  await sql`create index return_case_send_by on return_case (send_by) where state in ('approved', 'label_issued', 'store_dropoff')`.execute(
    db
  );
  await sql`create index return_case_clock on return_case (refund_due_at) where ended_at is null and not is_overdue_told`.execute(db);

  await sql`
    create table return_line (
      id uuid primary key,
      return_id uuid not null references return_case,
      place int not null check (place > 0),
      fulfilment_line_id uuid not null references fulfilment_line,
      order_line_id uuid not null references order_line,
      variant_id uuid not null references variant,
      quantity int not null check (quantity > 0),
      unit_price_minor bigint not null check (unit_price_minor >= 0),
      reason text not null,
      detail text not null check (char_length(detail) <= 40),
      words text not null check (char_length(words) <= 500),
      exchange_variant_id uuid references variant,
      exchange_order_line_id uuid references order_line,
      unique (return_id, fulfilment_line_id)
    )`.execute(db);
  await sql`create index return_line_of_fulfilment_line on return_line (fulfilment_line_id)`.execute(db);
  await sql`create index return_line_of_order_line on return_line (order_line_id)`.execute(db);
  await sql`create index return_line_exchange on return_line (exchange_variant_id) where exchange_variant_id is not null`.execute(db);
  await sql`create index return_line_exchange_line on return_line (exchange_order_line_id)`.execute(db);
  await sql`create index return_line_of_variant on return_line (variant_id)`.execute(db);

  await sql`
    create table return_unit (
      id uuid primary key,
      return_id uuid not null references return_case,
      return_line_id uuid not null references return_line,
      fulfilment_line_id uuid not null references fulfilment_line,
      unit int not null check (unit > 0),
      is_claimed boolean not null default true,
      received_at timestamptz,
      disposition text check (disposition in (${sql.raw(DISPOSITIONS)})),
      graded_at timestamptz,
      graded_by jsonb,
      node_id text references node,
      note text not null default '' check (char_length(note) <= 300),
      check ((disposition is null) = (graded_at is null)),
      check (disposition not in ('restock_a', 'restock_b') or node_id is not null)
    )`.execute(db);
  await sql`create unique index return_unit_claimed_once on return_unit (fulfilment_line_id, unit) where is_claimed`.execute(db);
  await sql`create index return_unit_of_case on return_unit (return_id)`.execute(db);
  await sql`create index return_unit_of_line on return_unit (return_line_id)`.execute(db);
  await sql`create index return_unit_of_fulfilment_line on return_unit (fulfilment_line_id)`.execute(db);
  await sql`create index return_unit_of_node on return_unit (node_id) where node_id is not null`.execute(db);

  await sql`alter table notice drop constraint notice_kind_check, add check (kind in ('promise', 'choice', 'money', 'return'))`.execute(db);

  // How it travels, if a carrier has it: a number of ours or its own, one that is alive for each case.
  await sql`
    create table return_shipment (
      id uuid primary key,
      return_id uuid not null references return_case,
      carrier text not null,
      service text not null,
      tracking_number text,
      state text not null check (state in ('pre_transit', 'in_transit', 'out_for_delivery', 'attempt_failed', 'available_for_pickup', 'exception',
        'return_to_sender', 'returned', 'delivered', 'cancelled', 'lost')),
      label_state text not null check (label_state in ('own', 'wanted', 'bought', 'refused', 'voided', 'kept')),
      label_note text not null default '',
      carrier_ref text,
      tracker_ref text,
      pdf bytea,
      booked_at timestamptz,
      delivered_at timestamptz,
      created_at timestamptz not null
    )`.execute(db);
  await sql`create unique index return_shipment_one on return_shipment (return_id) where state <> 'cancelled'`.execute(db);
  await sql`create index return_shipment_number on return_shipment (tracking_number) where tracking_number is not null`.execute(db);
  await sql`
    create table return_scan (
      id uuid primary key,
      return_shipment_id uuid not null references return_shipment,
      provider text not null,
      provider_event_id text not null,
      status text not null,
      detail text not null,
      message text not null,
      city text not null default '',
      raw jsonb not null,
      occurred_at timestamptz not null,
      received_at timestamptz not null,
      unique (provider, provider_event_id)
    )`.execute(db);
  await sql`create index return_scan_of_shipment on return_scan (return_shipment_id, occurred_at)`.execute(db);

  // Pictures of what is wrong: made anew from what was sent, so that nothing but the picture is kept.
  await sql`
    create table return_photo (
      id uuid primary key,
      order_id uuid not null references orders,
      return_line_id uuid references return_line,
      picture bytea not null check (octet_length(picture) <= 2000000),
      width int not null check (width > 0),
      height int not null check (height > 0),
      at timestamptz not null
    )`.execute(db);
  await sql`create index return_photo_of_line on return_photo (return_line_id) where return_line_id is not null`.execute(db);
  await sql`create index return_photo_of_order on return_photo (order_id)`.execute(db);

  // What a person must look at: what came and was not announced, what was announced and did not come, money that is late.
  await sql`
    create table return_issue (
      id uuid primary key,
      kind text not null check (kind in ('refund-overdue', 'wrong-item', 'empty-box', 'more-than-announced', 'missing-unit', 'unannounced',
        'refunded-too-early', 'label-reused', 'label-refused', 'lost')),
      return_id uuid references return_case,
      order_id uuid references orders,
      node_id text references node,
      words text not null check (char_length(words) <= 500),
      at timestamptz not null,
      by jsonb not null,
      ended_at timestamptz,
      ended_by uuid references app_user,
      outcome text not null default '' check (char_length(outcome) <= 500),
      check ((ended_at is null) = (outcome = '')),
      cause text not null unique
    )`.execute(db);
  await sql`create index return_issue_open on return_issue (at) where ended_at is null`.execute(db);
  await sql`create index return_issue_of_case on return_issue (return_id) where return_id is not null`.execute(db);
  await sql`create index return_issue_of_order on return_issue (order_id)`.execute(db);
  await sql`create index return_issue_of_node on return_issue (node_id) where node_id is not null`.execute(db);
  await sql`create index return_issue_ended_by on return_issue (ended_by) where ended_by is not null`.execute(db);
}
