import { sql, type Kysely } from 'kysely';

/** What a shopper writes when they ask once more is kept with their return, and wiped with it; the log only says that they asked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table return_case add appeal_words text not null default '' check (char_length(appeal_words) <= 500),
      add check (appeal_words = '' or is_appealed)`.execute(db);
  await sql`
    update return_case r set appeal_words = left(e.data ->> 'words', 500)
    from event e where e.type = 'return.appealed' and e.data ->> 'returnId' = r.id::text and r.is_appealed`.execute(db);
  await sql`update event set data = data - 'words' where type = 'return.appealed'`.execute(db);
}
