import { sql, type Kysely } from 'kysely';

/** Whoever shows the code of their cart without an account shows in which browser: its talk goes with the cart. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table hand_over add column talk_seal text,
      add check (talk_seal is null or offered_by = 'owner')`.execute(db);
  await sql`create index hand_over_talk on hand_over (talk_seal) where state = 'claimed'`.execute(db);
}
