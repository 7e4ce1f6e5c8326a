import { sql, type Kysely } from 'kysely';

/**
 * The fact of a shelf is put together by functions that are no more than stable; called immutable it could not become a part of the statements
 * that tell it, and each shelf started a statement of its own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter function stock_changed(stock_level) stable`.execute(db);
}
