import { sql, type Kysely } from 'kysely';

/**
 * A return of which a part had come without a scan kept the state of one that nobody has sent, and would have ended as that, with its units
 * released and nothing paid. It waits for the rest now, as what comes in part does from here on.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update return_case r set state = 'in_transit', version = version + 1
    where r.state in ('label_issued', 'store_dropoff')
      and exists (select from return_unit u where u.return_id = r.id and u.received_at is not null)`.execute(db);
}
