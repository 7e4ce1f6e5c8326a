import { sql, type Kysely } from 'kysely';

/** A partner keeps goods of ours and sends them. Nobody of ours works there: nothing is collected, and nothing leaves within the day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table node
      drop constraint node_kind_check,
      add constraint node_kind_check check (kind in ('warehouse', 'dark_store', 'store', 'third_party')),
      add constraint node_of_partner check (kind <> 'third_party' or (not is_staffed and not methods && array['pickup', 'same_day']))`.execute(
    db
  );
}
