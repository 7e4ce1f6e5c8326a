import { sql, type Kysely } from 'kysely';

/**
 * The hot paths, one call each. What they refuse leaves as errcode TLREF with the refusal's code as its message.
 * Inserts first, stock last and sorted, the guard inside the UPDATE: no two of them wait for each other in a circle.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse(p_code text, p_detail text default '') returns void language plpgsql as $$
    begin
      raise exception using errcode = 'TLREF', message = p_code, detail = p_detail;
    end $$`.execute(db);

  await sql`
    create function record_events(p_events jsonb, p_actor jsonb, p_channel text, p_at timestamptz, p_cause text) returns void language sql as $$
      with written as (
        insert into event (topic, version, type, data, actor, channel, cause, at)
        select e ->> 'topic', (e ->> 'version')::int, e ->> 'type', e - 'topic' - 'version' - 'type', p_actor, p_channel, p_cause, p_at
        from jsonb_array_elements(p_events) with ordinality as listed (e, n) order by n
        returning position, topic)
      insert into outbox (position, topic) select position, topic from written
    $$`.execute(db);

  // Null: go ahead. Else the answer that this key got before. A rival with the same key waits here for the first one's end.
  await sql`
    create function begin_command(p_scope text, p_key text, p_hash text) returns jsonb language plpgsql as $$
    declare saved idempotency;
    begin
      if p_key is null then return null; end if;
      insert into idempotency (scope, key, hash) values (p_scope, p_key, p_hash) on conflict do nothing;
      if found then return null; end if;
      select * into saved from idempotency where scope = p_scope and key = p_key;
      if saved.hash <> p_hash then perform refuse('key-reused'); end if;
      return saved.result;
    end $$`.execute(db);

  await sql`
    create function finish_command(p_scope text, p_key text, p_result jsonb) returns jsonb language plpgsql as $$
    begin
      update idempotency set result = p_result where scope = p_scope and key = p_key;
      return p_result;
    end $$`.execute(db);

  await sql`
    create function stock_changed(l stock_level) returns jsonb language sql immutable as $$
      select jsonb_build_object('type', 'stock.changed', 'topic', 'stock:' || l.node_id || '/' || l.variant_id, 'version', l.version,
        'nodeId', l.node_id, 'variantId', l.variant_id, 'onHand', l.on_hand, 'allocated', l.allocated, 'held', l.held,
        'available', greatest(0, l.available))
    $$`.execute(db);

  // What a cart may still take of a variant: free units plus what it holds itself, at one node or in the whole network.
  await sql`
    create function free_for_cart(p_cart uuid, p_variant uuid, p_node text) returns int language sql stable as $$
      select coalesce((select sum(greatest(0, available)) from stock_level where variant_id = p_variant and (p_node is null or node_id = p_node)), 0)::int
        + coalesce((select sum(quantity) from hold where cart_id = p_cart and variant_id = p_variant and state = 'held'
            and (p_node is null or node_id = p_node)), 0)::int
    $$`.execute(db);

  await sql`
    create function add_to_cart(p jsonb) returns jsonb language plpgsql as $$
    declare
      saved jsonb; c cart; sold record; line cart_line; wanted int; free int; v_place int; result jsonb;
      v_variant uuid := (p ->> 'variantId')::uuid;
      v_node text := p ->> 'pickupNodeId';
      v_method text := case when p ->> 'pickupNodeId' is null then 'ship' else 'pickup' end;
      v_quantity int := (p ->> 'quantity')::int;
      v_at timestamptz := (p ->> 'at')::timestamptz;
    begin
      saved := begin_command(p ->> 'scope', p ->> 'key', p ->> 'hash');
      if saved is not null then return saved; end if;
      select * into c from cart where id = (p ->> 'cartId')::uuid for update;
      if not found then perform refuse('not-found'); end if;
      if c.state not in ('active', 'checkout') then perform refuse('cart-closed', c.state); end if;

      select v.tracked and not v.sell_beyond_stock as counted, pr.amount_minor, pr.currency into sold
        from variant v join product g on g.id = v.product_id left join price pr on pr.variant_id = v.id and pr.price_list = 'shop'
        where v.id = v_variant and g.status = 'active' and g.published;
      if not found or sold.currency is distinct from c.currency then perform refuse('not-for-sale'); end if;
      if v_node is not null and not exists (select from node n where n.id = v_node and 'pickup' = any (n.methods)) then
        perform refuse('no-pickup-there', v_node);
      end if;

      select * into line from cart_line
        where cart_id = c.id and variant_id = v_variant and method = v_method and pickup_node_id is not distinct from v_node;
      if coalesce(line.quantity, 0) + v_quantity > 99 then perform refuse('too-many', '99'); end if;
      if sold.counted then
        select coalesce(sum(quantity), 0) + v_quantity into wanted from cart_line
          where cart_id = c.id and variant_id = v_variant and (v_node is null or pickup_node_id = v_node);
        free := free_for_cart(c.id, v_variant, v_node);
        if free = 0 then perform refuse('out-of-stock'); end if;
        if free < wanted then perform refuse('not-enough-stock', free::text); end if;
      end if;

      if line.id is not null then
        update cart_line set quantity = quantity + v_quantity, unit_price_minor = sold.amount_minor where id = line.id returning * into line;
      else
        select min(n) into v_place from generate_series(1, 20) n where not exists (select from cart_line where cart_id = c.id and place = n);
        if v_place is null then perform refuse('cart-full', '20'); end if;
        insert into cart_line (id, cart_id, place, variant_id, quantity, unit_price_minor, method, pickup_node_id, added_by, added_at)
          values ((p ->> 'lineId')::uuid, c.id, v_place, v_variant, v_quantity, sold.amount_minor, v_method, v_node, p ->> 'addedBy', v_at)
          returning * into line;
      end if;
      -- Whoever adds during checkout is back at the cart: the plan no longer fits what is in it.
      update cart set state = 'active', step = 'details', delivery = null, version = version + 1, updated_at = v_at where id = c.id returning * into c;

      perform record_events(jsonb_build_array(jsonb_build_object('type', 'cart.line_added', 'topic', 'cart:' || c.id, 'version', c.version,
        'cartId', c.id, 'lineId', line.id, 'variantId', v_variant, 'quantity', v_quantity, 'pickupNodeId', v_node)),
        p -> 'actor', p ->> 'channel', v_at, p ->> 'key');
      result := jsonb_build_object('cartId', c.id, 'version', c.version, 'lineId', line.id, 'quantity', line.quantity);
      return finish_command(p ->> 'scope', p ->> 'key', result);
    end $$`.execute(db);

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

  await sql`
    create function place_order(p jsonb) returns jsonb language plpgsql as $$
    declare
      saved jsonb; c cart; s record; l stock_level; events jsonb := p -> 'events'; v_version int; result jsonb;
      v_order uuid := (p #>> '{order,id}')::uuid;
      v_cart uuid := (p ->> 'cartId')::uuid;
      v_at timestamptz := (p ->> 'at')::timestamptz;
    begin
      saved := begin_command(p ->> 'scope', p ->> 'key', p ->> 'hash');
      if saved is not null then return saved; end if;
      select * into c from cart where id = v_cart for update;
      if c.state = 'placed' then return finish_command(p ->> 'scope', p ->> 'key', jsonb_build_object('orderId', c.order_id)); end if;
      if not found or c.state <> 'checkout' or c.version <> (p ->> 'cartVersion')::int then perform refuse('cart-changed'); end if;
      perform refuse('price-changed', title_of(x.variant_id))
        from jsonb_to_recordset(p -> 'priced') x (variant_id uuid, amount_minor bigint)
        left join price on price.variant_id = x.variant_id and price.price_list = 'shop'
        where price.amount_minor is distinct from x.amount_minor limit 1;

      select max((e ->> 'version')::int) into v_version from jsonb_array_elements(events) e where e ->> 'topic' = 'order:' || v_order;
      insert into orders select r.* from jsonb_populate_record(null::orders, (p -> 'order') || jsonb_build_object('version', v_version)) r;
      update cart set state = 'placed', order_id = v_order, version = version + 1, updated_at = v_at where id = v_cart;
      insert into order_line select r.* from jsonb_populate_recordset(null::order_line, p -> 'orderLines') r;
      insert into fulfilment_order select r.* from jsonb_populate_recordset(null::fulfilment_order, p -> 'fulfilmentOrders') r;
      insert into fulfilment_line select r.* from jsonb_populate_recordset(null::fulfilment_line, p -> 'fulfilmentLines') r;
      insert into promise select r.* from jsonb_populate_recordset(null::promise, p -> 'promises') r;
      insert into payment select r.* from jsonb_populate_record(null::payment, p -> 'payment') r;
      insert into payment_transaction select r.* from jsonb_populate_recordset(null::payment_transaction, p -> 'paymentTransactions') r;
      events := events || jsonb_build_object('type', 'cart.placed', 'topic', 'cart:' || v_cart, 'version', c.version + 1, 'cartId', v_cart, 'orderId', v_order);

      -- Claim: the cart's own holds become allocations; what it holds no longer must be free; what it holds too much goes back.
      for s in
        select coalesce(w.variant_id, h.variant_id) variant_id, coalesce(w.node_id, h.node_id) node_id, coalesce(w.quantity, 0)::int wanted,
          coalesce(h.quantity, 0) had, h.id hold_id, h.expires_at
        from (select (x ->> 'variant_id')::uuid variant_id, x ->> 'node_id' node_id, sum((x ->> 'quantity')::int) quantity
              from jsonb_array_elements(p -> 'allocations') x group by 1, 2) w
        full join (select * from hold where cart_id = v_cart and state = 'held') h on h.variant_id = w.variant_id and h.node_id = w.node_id
        order by 1, 2
      loop
        update stock_level set held = held - s.had, allocated = allocated + s.wanted, version = version + 1, updated_at = v_at
          where variant_id = s.variant_id and node_id = s.node_id and (s.had >= s.wanted or available + s.had >= s.wanted) returning * into l;
        if not found then perform refuse('out-of-stock', title_of(s.variant_id)); end if;
        if s.hold_id is not null then
          update hold set ended_at = v_at, state = case when s.wanted = 0 then 'released' when s.expires_at <= v_at then 'expired' else 'converted' end
            where id = s.hold_id;
        end if;
        insert into allocation (id, fulfilment_line_id, hold_id, variant_id, node_id, quantity, created_at)
          select (x ->> 'id')::uuid, (x ->> 'fulfilment_line_id')::uuid, s.hold_id, s.variant_id, s.node_id, (x ->> 'quantity')::int, v_at
          from jsonb_array_elements(p -> 'allocations') x where (x ->> 'variant_id')::uuid = s.variant_id and x ->> 'node_id' = s.node_id;
        events := events || stock_changed(l);
      end loop;

      perform record_events(events, p -> 'actor', p ->> 'channel', v_at, p ->> 'key');
      result := jsonb_build_object('orderId', v_order);
      return finish_command(p ->> 'scope', p ->> 'key', result);
    end $$`.execute(db);
}
