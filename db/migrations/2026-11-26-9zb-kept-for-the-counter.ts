import { sql, type Kysely } from 'kysely';

/**
 * Of what a place keeps back from all channels (`safety`), so many units may still be sold to whoever stands at its counter: the buffer of
 * the channels that do not see the shelf.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table stock_level add column for_counter int not null default 0,
      add constraint stock_level_for_counter check (for_counter between 0 and safety)`.execute(db);
}
