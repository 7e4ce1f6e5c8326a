import { sql, type Kysely } from 'kysely';

/** Two carts become one, with what is needed to take it back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Two carts may bring more of one thing than one line holds, and nothing of it is lost.
  await sql`alter table cart_saved drop constraint cart_saved_quantity_check, add check (quantity > 0)`.execute(db);
  // before: lines, saved things, holds and the step of both, as they were; after: those of the cart that stayed. No contact, no address.
  await sql`
    create table cart_merge (
      id uuid primary key,
      customer_id uuid not null references app_user,
      into_id uuid not null references cart,
      from_id uuid not null references cart,
      current_id uuid not null check (current_id in (into_id, from_id)),
      receipt jsonb not null,
      before jsonb not null,
      after jsonb not null,
      merged_at timestamptz not null,
      read_at timestamptz,
      undone_at timestamptz,
      check (into_id <> from_id)
    )`.execute(db);
  await sql`create unique index cart_merge_once on cart_merge (from_id) where undone_at is null`.execute(db);
  await sql`create index cart_merge_into on cart_merge (into_id, merged_at) where undone_at is null`.execute(db);

  await sql`
    create function cart_rows(p_id uuid) returns jsonb language sql stable as $$
      select jsonb_build_object('cart', to_jsonb(c) - 'contact' - 'address',
        'hasContact', c.contact is not null, 'hasAddress', c.address is not null,
        'lines', coalesce((select jsonb_agg(to_jsonb(l) order by l.place) from cart_line l where l.cart_id = c.id), '[]'),
        'saved', coalesce((select jsonb_agg(to_jsonb(s) order by s.variant_id) from cart_saved s where s.cart_id = c.id), '[]'),
        'holds', coalesce((select jsonb_agg(to_jsonb(h) order by h.variant_id, h.node_id) from hold h
          where h.cart_id = c.id and h.state = 'held'), '[]'))
      from cart c where c.id = p_id
    $$`.execute(db);

  await sql`
    create function set_cart_rows(p_id uuid, p_lines jsonb, p_saved jsonb) returns void language plpgsql as $$
    begin
      delete from cart_line where cart_id = p_id;
      insert into cart_line select * from jsonb_populate_recordset(null::cart_line, p_lines);
      delete from cart_saved where cart_id = p_id;
      insert into cart_saved select * from jsonb_populate_recordset(null::cart_saved, p_saved);
    end $$`.execute(db);

  // A hold goes where its things go and keeps its time; two on one level become one that lapses with the later.
  await sql`
    create function move_holds(p_from uuid, p_to uuid, p_kept uuid[], p_at timestamptz) returns jsonb language plpgsql as $$
    declare h hold; events jsonb := '[]';
    begin
      for h in select * from hold where cart_id = p_from and state = 'held' order by variant_id, node_id for update loop
        if h.variant_id <> all (p_kept) then
          events := events || give_back(h, p_at);
          continue;
        end if;
        update hold set quantity = quantity + h.quantity, expires_at = greatest(expires_at, h.expires_at)
          where cart_id = p_to and variant_id = h.variant_id and node_id = h.node_id and state = 'held';
        if found then update hold set state = 'released', ended_at = p_at where id = h.id;
        else update hold set cart_id = p_to where id = h.id;
        end if;
      end loop;
      return events;
    end $$`.execute(db);

  await sql`
    create function give_back(h hold, p_at timestamptz) returns jsonb language plpgsql as $$
    declare l stock_level;
    begin
      update hold set state = 'released', ended_at = p_at where id = h.id and state = 'held';
      if not found then return '[]'; end if;
      update stock_level set held = held - h.quantity, version = version + 1, updated_at = p_at
        where variant_id = h.variant_id and node_id = h.node_id returning * into l;
      return jsonb_build_array(stock_changed(l));
    end $$`.execute(db);

  // Gives both carts the holds they had: what runs is parted again, what was given back is taken again where it is still free.
  await sql`
    create function part_holds(p_from uuid, p_to uuid, p_had_from jsonb, p_had_to jsonb, p_at timestamptz) returns jsonb language plpgsql as $$
    declare had hold; own hold; now_held hold; l stock_level; events jsonb := '[]';
    begin
      for had in select * from jsonb_populate_recordset(null::hold, p_had_from) order by variant_id, node_id loop
        select * into own from jsonb_populate_recordset(null::hold, p_had_to) o where o.variant_id = had.variant_id and o.node_id = had.node_id;
        select * into now_held from hold
          where cart_id = p_to and variant_id = had.variant_id and node_id = had.node_id and state = 'held' for update;
        if now_held.id = had.id then
          update hold set cart_id = p_from where id = had.id;
        elsif now_held.id = own.id and now_held.quantity = own.quantity + had.quantity then
          update hold set quantity = own.quantity, expires_at = own.expires_at where id = own.id;
          insert into hold (id, cart_id, variant_id, node_id, quantity, expires_at, created_at)
            values (gen_random_uuid(), p_from, had.variant_id, had.node_id, had.quantity, had.expires_at, p_at);
        elsif had.expires_at > p_at then
          update stock_level set held = held + had.quantity, version = version + 1, updated_at = p_at
            where variant_id = had.variant_id and node_id = had.node_id and available >= had.quantity returning * into l;
          if found then
            insert into hold (id, cart_id, variant_id, node_id, quantity, expires_at, created_at)
              values (gen_random_uuid(), p_from, had.variant_id, had.node_id, had.quantity, had.expires_at, p_at);
            events := events || stock_changed(l);
          end if;
        end if;
      end loop;
      return events;
    end $$`.execute(db);

  await sql`
    create function release_holds(p_cart uuid, p_at timestamptz) returns jsonb language plpgsql as $$
    declare h hold; events jsonb := '[]';
    begin
      for h in select * from hold where cart_id = p_cart and state = 'held' order by variant_id, node_id for update loop
        events := events || give_back(h, p_at);
      end loop;
      return events;
    end $$`.execute(db);
  await knowWhenSeen(db);
  await cartView(db);
}

/** When a line's price was seen that differs from the one it was put in at, so that a change can be told from then on. */
async function knowWhenSeen(db: Kysely<unknown>): Promise<void> {
  await sql`alter table cart_line add column price_seen_at timestamptz`.execute(db);
  await sql`
    create function see_price() returns trigger language plpgsql as $$
    begin
      new.price_seen_at := now();
      return new;
    end $$`.execute(db);
  await sql`
    create trigger cart_line_price_seen before update of unit_price_minor on cart_line
      for each row when (old.unit_price_minor <> new.unit_price_minor) execute function see_price()`.execute(db);
}

/**
 * A cart with today's price and stock beside each line. Every step of a checkout reads it, and planning so many joins takes longer
 * than answering: inside a function the plan is made once a connection.
 */
async function cartView(db: Kysely<unknown>): Promise<void> {
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
              'addedAt', l.added_at, 'priceSeenAt', l.price_seen_at,
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
