import { sql, type Kysely } from 'kysely';

/** A balance that was used since its file came is told from one that was not: by the number of its entries. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter function state_version(text, text) rename to state_version_of_goods`.execute(db);
  await sql`
    create function state_version(p_type text, p_id text) returns int language plpgsql stable as $$
    begin
      if p_type = 'gift_card' then
        return coalesce((select 1 + version from stored_value where id = p_id::uuid), 1);
      end if;
      return state_version_of_goods(p_type, p_id);
    end $$`.execute(db);
}
