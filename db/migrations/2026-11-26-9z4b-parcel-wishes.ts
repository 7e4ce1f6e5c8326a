import { sql, type Kysely } from 'kysely';

/** What a shopper asks of the carrier of a parcel that travels. The code for the door is known to them and the carrier alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table parcel_wish (
      fulfilment_order_id uuid primary key references fulfilment_order,
      safe_place text check (length(safe_place) <= 120),
      door_pin text check (door_pin ~ '^[0-9]{4}$'),
      pin_at timestamptz,
      told_at timestamptz,
      refused text not null default '',
      at timestamptz not null,
      check ((door_pin is null) = (pin_at is null))
    )`.execute(db);
}
