import { sql, type Kysely } from 'kysely';

/**
 * Pick-ups and labels of returns that ended before we heard whether they were ordered: they are looked at for a while. Labels of such returns
 * that a carrier did not take back are listed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index return_pickup_ended_unheard on return_pickup (until_at)
      where state = 'cancelled' and carrier_ref is not null and confirmation = ''`.execute(db);
  await sql`
    create index return_shipment_ended_unheard on return_shipment (created_at)
      where state = 'cancelled' and label_state = 'voided' and carrier_ref is not null and tracking_number is null`.execute(db);
  await sql`
    create index return_shipment_kept on return_shipment (created_at)
      where state = 'cancelled' and label_state = 'kept' and carrier_ref is not null`.execute(db);
}
