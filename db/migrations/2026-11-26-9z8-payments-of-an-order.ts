import { sql, type Kysely } from 'kysely';

/** What belongs to an order is found by it: its payments, what its shopper was asked, what was set aside for it. Until now by a look at all there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index payment_of_order on payment (order_id, id)`.execute(db);
  await sql`create index allocation_of_line on allocation (fulfilment_line_id)`.execute(db);
  await sql`create index parcel_choice_of_order on parcel_choice (order_id)`.execute(db);
  await sql`create index parcel_choice_of_parcel on parcel_choice (fulfilment_order_id)`.execute(db);
}
