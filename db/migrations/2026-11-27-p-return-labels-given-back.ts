import { sql, type Kysely } from 'kysely';

/** Labels of returns that ended otherwise are given back to their carrier, and found by this as long as they were not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index return_shipment_to_give_back on return_shipment (created_at)
      where state = 'cancelled' and label_state in ('wanted', 'bought')`.execute(db);
  await sql`create index return_case_without_label on return_case (approved_at) where state = 'approved'`.execute(db);
}
