import { sql, type Kysely } from 'kysely';

/**
 * The version of a variant's stock is the sum over its shelves. What a shelf had that is given up stays in the sum, and one more, because that is a
 * change too: else the sum fell, and pages that keep the higher version did not believe what came after.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table variant add column stock_floor int not null default 0 check (stock_floor >= 0)`.execute(db);
  await sql`
    create function keep_stock_version() returns trigger language plpgsql as $$
    begin
      update variant set stock_floor = stock_floor + old.version + 1 where id = old.variant_id;
      return null;
    end $$`.execute(db);
  await sql`create trigger keep_stock_version after delete on stock_level for each row execute function keep_stock_version()`.execute(db);
  await productPage(db);
}

/** As before, with the floor beside the levels. */
async function productPage(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function product_page(p_handle text) returns text language plpgsql stable as $$
    begin return (
      with mine as (
        select p.id, product_stamp(p) as stamp, g.rank, g.department
        from product p join listing g on g.product_id = p.id where p.handle = p_handle and p.status = 'active' and p.published),
      near as (
        (select 1 as turn, g.product_id, g.rank from listing g
          where g.department = (select department from mine) and g.rank < (select rank from mine)
          order by g.rank desc, g.product_id limit 4)
        union all
        (select 2, g.product_id, g.rank from listing g
          where g.department = (select department from mine) and g.product_id <> (select id from mine)
          order by g.rank desc, g.product_id limit 8)
        union all
        (select 3, g.product_id, g.rank from listing g
          where g.department <> (select department from mine) order by g.rank desc, g.product_id limit 4)),
      once as (select distinct on (product_id) * from near order by product_id, turn),
      listed as (
        select row_number() over (order by o.turn, o.rank desc, o.product_id) as place, p.id, product_stamp(p) as stamp,
          g.from_minor, g.to_minor, g.was_minor, g.currency
        from (select * from once order by turn, rank desc, product_id limit 4) o
          join listing g on g.product_id = o.product_id join product p on p.id = o.product_id)
      select json_build_object('id', m.id, 'stamp', m.stamp,
        'variants', (
          select json_agg(json_build_object('id', v.id, 'minor', r.amount_minor, 'wasMinor', r.compare_at_minor, 'currency', r.currency,
            'stockFloor', v.stock_floor, 'levels', (
              select json_agg(json_build_object('node', l.node_id, 'free', greatest(0, l.available), 'onHand', l.on_hand,
                'version', l.version, 'at', l.updated_at, 'countedAt', l.counted_at) order by l.node_id)
              from stock_level l where l.variant_id = v.id)) order by v.position)
          from variant v join price r on r.variant_id = v.id and r.price_list = 'shop' where v.product_id = m.id),
        'fit', (
          select json_agg(json_build_object('variantId', f.variant_id, 'returned', f.returned, 'small', f.small, 'large', f.large, 'at', f.computed_at)
            order by f.variant_id nulls first) from fit_count f where f.product_id = m.id),
        'near', (
          select json_agg(json_build_object('id', l.id, 'stamp', l.stamp, 'fromMinor', l.from_minor, 'toMinor', l.to_minor,
            'wasMinor', l.was_minor, 'currency', l.currency) order by l.place) from listed l),
        'nearStock', (
          select json_agg(json_build_object('productId', s.id, 'nodeId', s.node_id, 'available', s.available) order by s.id, s.node_id)
          from (select l.id, k.node_id, sum(k.available) as available
            from listed l join variant v on v.product_id = l.id join stock_level k on k.variant_id = v.id
            where k.available > 0 group by 1, 2) s))
      from mine m);
    end $$`.execute(db);
}
