import { sql, type Kysely } from 'kysely';

/** A parcel that travels may be sent to one of our counters instead of the door. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table parcel_wish add column collect_node_id text references node`.execute(db);
}
