import { sql, type Kysely } from 'kysely';

/**
 * A cart with today's price and stock beside each line. Every step of a checkout reads it, and planning so many joins takes longer
 * than answering: inside a function the plan is made once a connection.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function cart_view(p_id uuid) returns jsonb language plpgsql stable as $$
    begin
      return (
        select jsonb_build_object('id', c.id, 'state', c.state, 'step', c.step, 'version', c.version, 'currency', c.currency,
          'country', c.country, 'postcode', c.postcode, 'note', c.note, 'orderId', c.order_id, 'contact', c.contact, 'address', c.address,
          'delivery', c.delivery,
          'heldUntil', (select min(h.expires_at) from hold h where h.cart_id = c.id and h.state = 'held'),
          'lines', coalesce((
            select jsonb_agg(jsonb_build_object('id', l.id, 'place', l.place, 'variantId', l.variant_id, 'quantity', l.quantity,
              'unitPriceMinor', l.unit_price_minor, 'method', l.method, 'pickupNodeId', l.pickup_node_id, 'pickupNodeName', n.name,
              'title', g.title, 'handle', g.handle, 'optionNames', g.option_names, 'options', v.options, 'sku', v.sku,
              'sizeClass', g.size_class, 'counted', v.tracked and not v.sell_beyond_stock,
              'free', free_for_cart(l.cart_id, v.id, l.pickup_node_id),
              'priceNowMinor', case when g.status = 'active' and g.published and p.currency = c.currency then p.amount_minor end,
              'image', (select jsonb_build_object('src', i.src, 'alt', i.alt, 'width', i.width, 'height', i.height) from product_image i
                where i.product_id = g.id order by i.src is not distinct from v.image_src desc, i.position limit 1)) order by l.place)
            from cart_line l join variant v on v.id = l.variant_id join product g on g.id = v.product_id
              left join price p on p.variant_id = v.id and p.price_list = 'shop' left join node n on n.id = l.pickup_node_id
            where l.cart_id = c.id), '[]'))
        from cart c where c.id = p_id);
    end $$`.execute(db);
}
