import { sql, type Kysely } from 'kysely';

/** Holds are taken, kept, given back and lapse here and nowhere else. Levels in order, the guard inside the UPDATE. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function stock_changed(l stock_level) returns jsonb language sql immutable as $$
      select jsonb_build_object('type', 'stock.changed', 'topic', 'stock:' || l.node_id || '/' || l.variant_id, 'version', l.version,
        'nodeId', l.node_id, 'variantId', l.variant_id, 'onHand', l.on_hand, 'allocated', l.allocated, 'held', l.held,
        'available', greatest(0, l.available))
    $$`.execute(db);

  // What people call it: refusals are read by people.
  await sql`
    create function title_of(p_variant uuid) returns text language sql stable as $$
      select g.title from variant v join product g on g.id = v.product_id where v.id = p_variant
    $$`.execute(db);

  // Makes the cart's holds equal to what is wanted: takes, keeps (with a new clock) and gives back, level by level in order.
  await sql`
    create function reserve_stock(p_cart uuid, p_wanted jsonb, p_expires timestamptz, p_at timestamptz) returns jsonb language plpgsql as $$
    declare s record; l stock_level; events jsonb := '[]';
    begin
      for s in
        select coalesce(w.variant_id, h.variant_id) variant_id, coalesce(w.node_id, h.node_id) node_id, coalesce(w.quantity, 0) wanted,
          coalesce(h.quantity, 0) had, h.id hold_id, w.id new_id
        from (select (x ->> 'variantId')::uuid variant_id, x ->> 'nodeId' node_id, (x ->> 'quantity')::int quantity, (x ->> 'id')::uuid id
              from jsonb_array_elements(p_wanted) x) w
        full join (select * from hold where cart_id = p_cart and state = 'held') h on h.variant_id = w.variant_id and h.node_id = w.node_id
        order by 1, 2
      loop
        if s.wanted = s.had then
          update hold set expires_at = p_expires where id = s.hold_id;
          continue;
        end if;
        update stock_level set held = held + s.wanted - s.had, version = version + 1, updated_at = p_at
          where variant_id = s.variant_id and node_id = s.node_id and (s.wanted < s.had or available >= s.wanted - s.had) returning * into l;
        if not found then perform refuse('out-of-stock', title_of(s.variant_id)); end if;
        update hold set state = 'released', ended_at = p_at where id = s.hold_id;
        if s.wanted > 0 then
          insert into hold (id, cart_id, variant_id, node_id, quantity, expires_at, created_at)
            values (s.new_id, p_cart, s.variant_id, s.node_id, s.wanted, p_expires, p_at);
        end if;
        events := events || stock_changed(l);
      end loop;
      return events;
    end $$`.execute(db);

  await sql`
    create function expire_holds(p_at timestamptz, p_limit int) returns int language plpgsql as $$
    declare h hold; l stock_level; events jsonb := '[]'; ended int := 0;
    begin
      for h in select * from hold where id in (
          select id from hold where state = 'held' and expires_at <= p_at order by expires_at limit p_limit for update skip locked)
        order by variant_id, node_id
      loop
        update hold set state = 'expired', ended_at = p_at where id = h.id;
        update stock_level set held = held - h.quantity, version = version + 1, updated_at = p_at
          where variant_id = h.variant_id and node_id = h.node_id returning * into l;
        events := events || stock_changed(l);
        ended := ended + 1;
      end loop;
      if ended > 0 then perform record_events(events, '{"role": "system"}', 'system', p_at, 'expire-holds'); end if;
      return ended;
    end $$`.execute(db);
}
