import { sql, type Kysely } from 'kysely';

/** Whoever waited at their door while nobody came is told so, once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table return_pickup add column is_missed_told boolean not null default false`.execute(db);
  await sql`create index return_pickup_missed on return_pickup (until_at) where state = 'booked' and not is_missed_told`.execute(db);
}
