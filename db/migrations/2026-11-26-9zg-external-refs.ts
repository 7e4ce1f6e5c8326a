import { sql, type Kysely } from 'kysely';

/** What things are called in the systems that they came from, for ever; and numbers of orders that were given there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table external_ref (
      type text not null,
      source text not null check (length(source) between 1 and 60),
      external_id text not null check (length(external_id) between 1 and 200),
      our_id text not null,
      hash text not null,
      version int not null check (version > 0),
      kept jsonb not null default '{}',
      import_id uuid not null references import_run,
      at timestamptz not null,
      primary key (type, source, external_id)
    )`.execute(db);
  await sql`create index external_ref_ours on external_ref (type, our_id)`.execute(db);
  await sql`create index external_ref_name on external_ref (external_id) where type = 'order'`.execute(db);
  await sql`create index external_ref_import on external_ref (import_id)`.execute(db);
  // Ours stay as they were; a number that another system gave may be any plain word.
  await sql`
    alter table orders drop constraint orders_number_check, add constraint orders_number_check
      check (number ~ '^MZ-[0-9A-HJKMNP-TV-Z]{10}$' or number ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$' and number !~* '^MZ-')`.execute(db);
  // What a thing is called outside: as where it came from, or by our id.
  await sql`
    create function state_name(p_type text, p_id text) returns jsonb language sql stable as $$
      select coalesce(
        (select jsonb_build_object('source', source, 'external_id', external_id) from external_ref
          where type = p_type and our_id = p_id order by at, source limit 1),
        jsonb_build_object('source', 'throughline', 'external_id', p_id))
    $$`.execute(db);
  // By what ours is told from what it was when it came; parts of an order change with it.
  await sql`
    create function state_version(p_type text, p_id text) returns int language plpgsql stable as $$
    begin
      return coalesce(case p_type
        when 'product' then (select version from product where id = p_id::uuid)
        when 'variant' then (select version from variant where id = p_id::uuid)
        when 'location' then (select version from node where id = p_id)
        when 'stock' then (select version from stock_level
          where variant_id = split_part(p_id, '/', 1)::uuid and node_id = split_part(p_id, '/', 2))
        when 'price' then (select 1 + abs(hashtext(concat_ws('/', currency, amount_minor, compare_at_minor)) % 1000000) from price
          where variant_id = split_part(p_id, '/', 1)::uuid and price_list = substr(p_id, 38))
        when 'customer' then (select 1 + abs(hashtext(concat_ws('/', email, name, phone, (select string_agg(address::text, '/' order by made_at, id)
          from customer_address a where a.customer_id = u.id))) % 1000000) from app_user u where id = p_id::uuid)
        when 'order' then (select version from orders where id = p_id::uuid)
        when 'shipment' then (select o.version from orders o join fulfilment_order f on f.order_id = o.id where f.id = p_id::uuid)
        when 'payment' then (select o.version from orders o join payment p on p.order_id = o.id where p.id = p_id::uuid)
        when 'credit' then (select o.version from orders o join order_credit c on c.order_id = o.id where c.id = p_id::uuid)
        when 'refund' then (select o.version from orders o join payment p on p.order_id = o.id
          join payment_transaction t on t.payment_id = p.id where t.id = p_id::uuid) end, 1);
    end $$`.execute(db);
}
