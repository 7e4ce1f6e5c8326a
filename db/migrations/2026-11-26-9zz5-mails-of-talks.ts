import { sql, type Kysely } from 'kysely';

/** A mail says where an answer to it goes: to the talk of its shopper. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table mail add reply_to text check (length(reply_to) <= 254)`.execute(db);
}
