import { sql, type Kysely } from 'kysely';

/**
 * A return that is fetched at the door was charged for it, and nobody was ever sent. Its pick-up is written down with its label and ordered at the
 * carrier; those that wait for one by now have theirs written down here, and the sweep orders it. For what its
 * shopper gave to the carrier nobody has to come, and nobody can where the return would run out before: then nothing is paid for it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table return_pickup (
      return_id uuid primary key references return_case,
      state text not null check (state in ('asked', 'booked', 'failed', 'ending', 'fetched', 'cancelled', 'kept')),
      carrier_ref text,
      from_at timestamptz,
      until_at timestamptz,
      confirmation text not null default '',
      note text not null default '',
      asked_at timestamptz not null,
      check (from_at < until_at),
      check ((from_at is null) = (until_at is null) and (from_at is null) = (carrier_ref is null)),
      check (state not in ('booked', 'fetched', 'kept') or carrier_ref is not null)
    )`.execute(db);
  await sql`create index return_pickup_waiting on return_pickup (asked_at) where state in ('asked', 'ending')`.execute(db);
  await sql`
    insert into return_pickup (return_id, state, asked_at)
    select r.id,
      case
        when exists (select from return_shipment gone where gone.return_id = r.id and gone.booked_at is not null) then 'cancelled'
        when r.send_by <= now() + interval '2 days' then 'failed'
        else 'asked'
      end,
      coalesce(r.approved_at, r.asked_at)
    from return_case r
    where r.method = 'home' and r.state = 'label_issued'
      and not exists (select from external_ref came where came.type = 'order' and came.our_id = r.order_id::text)`.execute(db);
}
