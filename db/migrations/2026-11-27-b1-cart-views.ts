import { sql, type Kysely } from 'kysely';

/**
 * Carts with today's price and stock beside each line, any number of them in one statement: what it costs to start one is then shared by
 * all who read at the same moment. Text from the start, because nobody takes it apart in the database. One plan for all: planning
 * so many joins takes longer than answering, and a plan that was made while a table was small must not read it from end to end.
 * `free` is what `free_for_cart` says, which would be one more statement for each line. `cart_view` stays for processes that do not know this one yet.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function cart_views(p_ids uuid[]) returns table (id uuid, cart json) language plpgsql stable
    set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
    begin
      return query
        select c.id, json_build_object('id', c.id, 'state', c.state, 'step', c.step, 'version', c.version, 'currency', c.currency,
          'country', c.country, 'postcode', c.postcode, 'note', c.note, 'orderId', c.order_id, 'contact', c.contact, 'address', c.address,
          'delivery', c.delivery, 'paysWith', c.pays_with, 'ruleSet', coalesce((select max(version) from sourcing_switch), 0),
          'heldUntil', (select min(h.expires_at) from hold h where h.cart_id = c.id and h.state = 'held'),
          'lines', coalesce((
            select json_agg(json_build_object('id', l.id, 'place', l.place, 'variantId', l.variant_id, 'quantity', l.quantity,
              'unitPriceMinor', l.unit_price_minor, 'method', l.method, 'pickupNodeId', l.pickup_node_id, 'pickupNodeName', n.name,
              'addedAt', l.added_at, 'priceSeenAt', l.price_seen_at,
              'title', g.title, 'handle', g.handle, 'optionNames', g.option_names, 'options', v.options, 'sku', v.sku,
              'sizeClass', g.size_class, 'counted', v.tracked and not v.sell_beyond_stock,
              'free', coalesce((select sum(greatest(0, s.available)) from stock_level s
                  where s.variant_id = v.id and (l.pickup_node_id is null or s.node_id = l.pickup_node_id)), 0)::int
                + coalesce((select sum(h.quantity) from hold h where h.cart_id = c.id and h.variant_id = v.id and h.state = 'held'
                  and (l.pickup_node_id is null or h.node_id = l.pickup_node_id)), 0)::int,
              'priceNowMinor', case when g.status = 'active' and g.published and p.currency = c.currency then p.amount_minor end,
              'image', (select json_build_object('src', i.src, 'alt', i.alt, 'width', i.width, 'height', i.height) from product_image i
                where i.product_id = g.id order by i.src is not distinct from v.image_src desc, i.position limit 1)) order by l.place)
            from cart_line l join variant v on v.id = l.variant_id join product g on g.id = v.product_id
              left join price p on p.variant_id = v.id and p.price_list = 'shop' left join node n on n.id = l.pickup_node_id
            where l.cart_id = c.id), '[]'))
        from cart c where c.id = any (p_ids);
    end $$`.execute(db);
}
