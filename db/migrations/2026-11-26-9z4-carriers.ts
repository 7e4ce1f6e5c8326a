import { sql, type Kysely } from 'kysely';

/** Labels that a carrier gives, its own names for what we send, and news of parcels that fits none of ours. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table shipment
      alter column tracking_number drop not null,
      drop constraint shipment_tracking_number_key,
      add column carrier_ref text,
      add column tracker_ref text,
      add column label_state text not null default 'own' check (label_state in ('own', 'wanted', 'bought', 'refused', 'voided', 'kept')),
      add column label_note text not null default '',
      add constraint shipment_number_with_label check (tracking_number is not null or label_state in ('wanted', 'refused', 'voided'))`.execute(
    db
  );
  // Carriers give a number again once its parcel has long arrived.
  await sql`create unique index shipment_live_number on shipment (tracking_number) where state not in ('delivered', 'returned', 'cancelled')`.execute(
    db
  );
  await sql`create index shipment_number on shipment (tracking_number)`.execute(db);
  await sql`create index shipment_label on shipment (label_state) where label_state in ('wanted', 'refused', 'kept')`.execute(db);
  await sql`
    create table carrier_label (
      shipment_id uuid primary key references shipment,
      pdf bytea not null,
      at timestamptz not null
    )`.execute(db);
  await sql`
    create table stray_scan (
      provider text not null,
      tracking_number text not null,
      reason text not null check (reason in ('number-unknown', 'number-reused', 'parcel-cancelled', 'tracker-error', 'voided-but-moving',
        'delivered-while-returning')),
      order_id uuid references orders,
      event_id text not null,
      message jsonb not null,
      times int not null default 1 check (times > 0),
      first_at timestamptz not null,
      last_at timestamptz not null,
      ended_at timestamptz,
      primary key (provider, tracking_number, reason)
    )`.execute(db);
  await sql`create index stray_scan_open on stray_scan (last_at) where ended_at is null`.execute(db);
}
