import { sql, type Kysely } from 'kysely';

/** A change of an order is told from what it was when it came by the version of its order, as a return is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function state_version(p_type text, p_id text) returns int language plpgsql stable as $$
    begin
      if p_type = 'gift_card' then
        return coalesce((select 1 + version from stored_value where id = p_id::uuid), 1);
      elsif p_type = 'return' then
        return coalesce((select o.version from orders o join return_case k on k.order_id = o.id where k.id = p_id::uuid), 1);
      elsif p_type = 'change' then
        return coalesce((select o.version from orders o join order_change h on h.order_id = o.id where h.id = p_id::uuid), 1);
      end if;
      return state_version_of_goods(p_type, p_id);
    end $$`.execute(db);
}
