import { sql, type Kysely } from 'kysely';

/** What comes back to a place is news there, as its parcels are: its pages ask for the last of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_of_return_here on event ((data ->> 'nodeId'), position) where type like 'return.%'`.execute(db);
}
