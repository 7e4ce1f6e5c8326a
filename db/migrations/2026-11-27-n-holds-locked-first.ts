import { sql, type Kysely } from 'kysely';

/**
 * As before, and the holds of the cart are locked before they are read, holds before levels as everywhere: one that lapsed in the same moment
 * was read as still there, and its units were given back twice, the second time out of what somebody else held.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Makes the cart's holds equal to what is wanted: takes, keeps (with a new clock) and gives back, level by level in order.
  await sql`
    create or replace function reserve_stock(p_cart uuid, p_wanted jsonb, p_expires timestamptz, p_at timestamptz) returns jsonb language plpgsql as $$
    declare s record; l stock_level; events jsonb := '[]';
    begin
      perform from hold where cart_id = p_cart and state = 'held' order by variant_id, node_id for update;
      for s in
        select coalesce(w.variant_id, h.variant_id) variant_id, coalesce(w.node_id, h.node_id) node_id, coalesce(w.quantity, 0) wanted,
          coalesce(h.quantity, 0) had, h.id hold_id, w.id new_id
        from (select (x ->> 'variantId')::uuid variant_id, x ->> 'nodeId' node_id, (x ->> 'quantity')::int quantity, (x ->> 'id')::uuid id
              from jsonb_array_elements(p_wanted) x) w
        full join (select * from hold where cart_id = p_cart and state = 'held') h on h.variant_id = w.variant_id and h.node_id = w.node_id
        order by 1, 2
      loop
        if s.wanted = s.had then
          update hold set expires_at = p_expires where id = s.hold_id and state = 'held';
          continue;
        end if;
        update stock_level set held = held + s.wanted - s.had, version = version + 1, updated_at = p_at
          where variant_id = s.variant_id and node_id = s.node_id and (s.wanted < s.had or available >= s.wanted - s.had) returning * into l;
        if not found then perform refuse('out-of-stock', title_of(s.variant_id)); end if;
        update hold set state = 'released', ended_at = p_at where id = s.hold_id and state = 'held';
        if s.wanted > 0 then
          insert into hold (id, cart_id, variant_id, node_id, quantity, expires_at, created_at)
            values (s.new_id, p_cart, s.variant_id, s.node_id, s.wanted, p_expires, p_at);
        end if;
        events := events || stock_changed(l);
      end loop;
      return events;
    end $$`.execute(db);

  await sql`
    create or replace function place_order(p jsonb) returns jsonb language plpgsql as $$
    declare
      saved jsonb; c cart; s record; l stock_level; events jsonb := p -> 'events'; v_version int;
      v_order uuid := (p #>> '{order,id}')::uuid;
      v_cart uuid := (p ->> 'cartId')::uuid;
      v_at timestamptz := (p ->> 'at')::timestamptz;
    begin
      saved := begin_command(p ->> 'scope', p ->> 'key', p ->> 'hash', jsonb_build_object('orderId', v_order));
      if saved is not null then return saved; end if;
      select * into c from cart where id = v_cart for update;
      if c.state = 'placed' then return finish_command(p ->> 'scope', p ->> 'key', jsonb_build_object('orderId', c.order_id)); end if;
      if not found or c.state <> 'checkout' or c.version <> (p ->> 'cartVersion')::int then perform refuse('cart-changed'); end if;
      -- Looked up one by one: a join would read all prices of the shop, because nobody knows beforehand how few the lines are.
      perform refuse('price-changed', title_of(x.variant_id))
        from jsonb_to_recordset(p -> 'priced') x (variant_id uuid, amount_minor bigint)
        where x.amount_minor is distinct from (select amount_minor from price where price.variant_id = x.variant_id and price_list = 'shop') limit 1;

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
      perform from hold where cart_id = v_cart and state = 'held' order by variant_id, node_id for update;
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
            where id = s.hold_id and state = 'held';
        end if;
        insert into allocation (id, fulfilment_line_id, hold_id, variant_id, node_id, quantity, created_at)
          select (x ->> 'id')::uuid, (x ->> 'fulfilment_line_id')::uuid, s.hold_id, s.variant_id, s.node_id, (x ->> 'quantity')::int, v_at
          from jsonb_array_elements(p -> 'allocations') x where (x ->> 'variant_id')::uuid = s.variant_id and x ->> 'node_id' = s.node_id;
        events := events || stock_changed(l);
      end loop;

      perform record_events(events, p -> 'actor', p ->> 'channel', v_at, p ->> 'key');
      return jsonb_build_object('orderId', v_order);
    end $$`.execute(db);
}
