import { sql, type Kysely } from 'kysely';

/** A customer whose points changed since their file came is told from one whose did not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter function state_version(text, text) rename to state_version_of_all_else`.execute(db);
  await sql`
    create function state_version(p_type text, p_id text) returns int language plpgsql stable as $$
    declare v int;
    begin
      if p_type <> 'customer' then return state_version_of_all_else(p_type, p_id); end if;
      select 1 + abs(hashtext(concat_ws('/', u.email, u.name, u.phone, (select string_agg(d.address::text, '/' order by d.made_at, d.id)
          from customer_address d where d.customer_id = u.id), (select 'points ' || a.version from loyalty_account a where a.customer_id = u.id)))
          % 1000000) into v
        from app_user u where u.id = p_id::uuid;
      return coalesce(v, 1);
    end $$`.execute(db);
}
