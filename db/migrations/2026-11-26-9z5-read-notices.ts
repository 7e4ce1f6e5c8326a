import { sql, type Kysely } from 'kysely';

/** When its shopper read what they were told; those of an order are found by its id as before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table notice add column read_at timestamptz`.execute(db);
}
