import { sql, type Kysely } from 'kysely';

/**
 * The version of one thing, by a statement of its own for each type. As one expression over all types it was planned anew for every row of a file,
 * which took longer than everything else together.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function state_version(p_type text, p_id text) returns int language plpgsql stable as $$
    declare v int;
    begin
      case p_type
        when 'product' then select version into v from product where id = p_id::uuid;
        when 'variant' then select version into v from variant where id = p_id::uuid;
        when 'location' then select version into v from node where id = p_id;
        when 'stock' then select version into v from stock_level
          where variant_id = split_part(p_id, '/', 1)::uuid and node_id = split_part(p_id, '/', 2);
        when 'price' then select 1 + abs(hashtext(concat_ws('/', currency, amount_minor, compare_at_minor)) % 1000000) into v from price
          where variant_id = split_part(p_id, '/', 1)::uuid and price_list = substr(p_id, 38);
        when 'customer' then select 1 + abs(hashtext(concat_ws('/', email, name, phone, (select string_agg(address::text, '/' order by made_at, id)
          from customer_address a where a.customer_id = u.id))) % 1000000) into v from app_user u where id = p_id::uuid;
        when 'gift_card' then select 1 + version into v from stored_value where id = p_id::uuid;
        when 'order' then select version into v from orders where id = p_id::uuid;
        when 'shipment' then select o.version into v from fulfilment_order f join orders o on o.id = f.order_id where f.id = p_id::uuid;
        when 'payment' then select o.version into v from payment p join orders o on o.id = p.order_id where p.id = p_id::uuid;
        when 'credit' then select o.version into v from order_credit c join orders o on o.id = c.order_id where c.id = p_id::uuid;
        when 'return' then select o.version into v from return_case k join orders o on o.id = k.order_id where k.id = p_id::uuid;
        when 'change' then select o.version into v from order_change h join orders o on o.id = h.order_id where h.id = p_id::uuid;
        when 'refund' then select o.version into v from payment_transaction t join payment p on p.id = t.payment_id
          join orders o on o.id = p.order_id where t.id = p_id::uuid;
        else v := null;
      end case;
      return coalesce(v, 1);
    end $$`.execute(db);
  await sql`drop function state_version_of_goods(text, text)`.execute(db);
}
