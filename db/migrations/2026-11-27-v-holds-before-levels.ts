import { sql, type Kysely } from 'kysely';

/**
 * As before, and holds are locked before levels here too: several orders of one transaction, and two carts that became one or are parted again, had a level
 * and waited for a hold, while a lapse that had that hold waited for the level. The database then broke off one of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await placeOrders(db);
  await moveHolds(db);
  await partHolds(db);
}

async function placeOrders(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function place_orders(p jsonb) returns void language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
    declare v_calls jsonb := p -> 'calls'; v_count int := jsonb_array_length(p -> 'calls'); v_found int; v_fits boolean; v_carts uuid[];
    begin
      -- A key that was used, or that is in use by another, has an answer of its own.
      insert into idempotency (scope, key, hash, result)
        select x.scope, x.key, x.hash, jsonb_build_object('orderId', x.order_id)
        from jsonb_to_recordset(v_calls) x (scope text, key text, hash text, order_id uuid) order by 1, 2 on conflict do nothing;
      get diagnostics v_found = row_count;
      if v_found <> v_count then raise sqlstate 'TLONE'; end if;

      -- By their ids alone, and only then by their state, which a common table expression that is made first keeps apart: an index of all that
      -- are open seems to be as short a way while nobody has counted the carts, and every open cart of the shop would be gone through.
      with locked as materialized (
        select c.id, c.version, c.state from cart c
          where c.id = any (array(select (x ->> 'cart_id')::uuid from jsonb_array_elements(v_calls) x)) order by c.id for update of c)
      select count(*), array_agg(c.id) into v_found, v_carts from locked c
        where c.state = 'checkout' and exists (
          select from jsonb_to_recordset(v_calls) x (cart_id uuid, cart_version int) where x.cart_id = c.id and x.cart_version = c.version);
      if v_found <> v_count then raise sqlstate 'TLONE'; end if;
      if exists (select from jsonb_to_recordset(p -> 'priced') x (variant_id uuid, amount_minor bigint)
        where x.amount_minor is distinct from (select amount_minor from price where price.variant_id = x.variant_id and price_list = 'shop')) then
        raise sqlstate 'TLONE';
      end if;

      with ordered as (
          insert into orders select r.* from jsonb_to_recordset(p -> 'orders') x (cart_id uuid, customer_id uuid, "order" jsonb)
            join cart c on c.id = x.cart_id cross join lateral
            jsonb_populate_record(null::orders, x."order" || jsonb_build_object('customer_id', coalesce(c.customer_id, x.customer_id))) r),
        moved as (update cart set state = 'placed', order_id = x.order_id, version = version + 1, updated_at = x.at
          from jsonb_to_recordset(v_calls) x (cart_id uuid, order_id uuid, at timestamptz) where cart.id = x.cart_id),
        lined as (insert into order_line select r.* from jsonb_populate_recordset(null::order_line, p -> 'orderLines') r),
        parcelled as (insert into fulfilment_order select r.* from jsonb_populate_recordset(null::fulfilment_order, p -> 'fulfilmentOrders') r),
        filled as (insert into fulfilment_line select r.* from jsonb_populate_recordset(null::fulfilment_line, p -> 'fulfilmentLines') r),
        promised as (insert into promise select r.* from jsonb_populate_recordset(null::promise, p -> 'promises') r),
        owed as (insert into payment select r.* from jsonb_populate_recordset(null::payment, p -> 'payments') r)
      insert into payment_transaction select r.* from jsonb_populate_recordset(null::payment_transaction, p -> 'paymentTransactions') r;

      -- Holds before levels as everywhere, and each in one order: neither two of these nor one of them and a lapse wait for each other in a circle.
      perform from hold where cart_id = any (v_carts) and state = 'held' order by variant_id, node_id for update;
      perform from (
          select x.variant_id, x.node_id from jsonb_to_recordset(p -> 'allocations') x (variant_id uuid, node_id text)
          union select variant_id, node_id from hold where cart_id = any (v_carts) and state = 'held') s
        join stock_level l using (variant_id, node_id) order by l.variant_id, l.node_id for update of l;

      with asked as (
          select x.* from jsonb_to_recordset(p -> 'allocations')
            x (id uuid, cart_id uuid, fulfilment_line_id uuid, variant_id uuid, node_id text, quantity int)),
        claim as (
          select variant_id, node_id, cart_id, coalesce(w.quantity, 0)::int wanted, coalesce(h.quantity, 0) had, h.id hold_id, h.expires_at
          from (select cart_id, variant_id, node_id, sum(quantity) quantity from asked group by 1, 2, 3) w
            full join (select * from hold where cart_id = any (v_carts) and state = 'held') h using (cart_id, variant_id, node_id)),
        call as (select x.* from jsonb_to_recordset(v_calls)
          x (cart_id uuid, cart_version int, order_id uuid, key text, actor jsonb, channel text, at timestamptz)),
        -- Orders of one shelf change it once; the first of them is named as who did.
        shelf as (
          select s.variant_id, s.node_id, sum(s.had) had, sum(s.wanted)::int wanted, (array_agg(x.cart_id order by x.order_id))[1] cart_id, max(x.at) at
          from claim s join call x using (cart_id) group by 1, 2),
        taken as (
          update stock_level l set held = held - s.had, allocated = allocated + s.wanted, version = version + 1, updated_at = s.at
          from shelf s
          where l.variant_id = s.variant_id and l.node_id = s.node_id and (s.had >= s.wanted or available + s.had >= s.wanted)
          returning stock_changed(l) fact, s.cart_id),
        ended as (
          update hold set ended_at = x.at,
            state = case when s.wanted = 0 then 'released' when s.expires_at <= x.at then 'expired' else 'converted' end
          from claim s join call x using (cart_id) where hold.id = s.hold_id),
        claimed as (
          insert into allocation (id, fulfilment_line_id, hold_id, variant_id, node_id, quantity, created_at)
          select a.id, a.fulfilment_line_id, s.hold_id, a.variant_id, a.node_id, a.quantity, x.at
          from asked a join claim s using (cart_id, variant_id, node_id) join call x using (cart_id)),
        fact as (
          select e.cart_id, e.fact, 1 as part, e.n from jsonb_to_recordset(p -> 'events') e (cart_id uuid, n int, fact jsonb)
          union all select cart_id, jsonb_build_object('type', 'cart.placed', 'topic', 'cart:' || cart_id, 'version', cart_version + 1, 'cartId', cart_id,
            'orderId', order_id), 2, 0 from call
          union all select cart_id, fact, 3, 0 from taken),
        written as (
          insert into event (topic, version, type, data, actor, channel, cause, at)
          select f.fact ->> 'topic', (f.fact ->> 'version')::int, f.fact ->> 'type', f.fact - 'topic' - 'version' - 'type', x.actor, x.channel, x.key, x.at
          from fact f join call x using (cart_id) order by x.order_id, f.part, f.n
          returning position, topic),
        told as (insert into outbox (position, topic) select position, topic from written)
      select (select count(*) from taken) = (select count(*) from shelf) into v_fits;
      if not v_fits then raise sqlstate 'TLONE'; end if;
    end $$`.execute(db);
}

async function moveHolds(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function move_holds(p_from uuid, p_to uuid, p_kept uuid[], p_at timestamptz) returns jsonb language plpgsql as $$
    declare h hold; events jsonb := '[]';
    begin
      perform from hold where cart_id in (p_from, p_to) and state = 'held' order by variant_id, node_id for update;
      for h in select * from hold where cart_id = p_from and state = 'held' order by variant_id, node_id loop
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
}

async function partHolds(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function part_holds(p_from uuid, p_to uuid, p_had_from jsonb, p_had_to jsonb, p_at timestamptz) returns jsonb language plpgsql as $$
    declare had hold; own hold; now_held hold; l stock_level; events jsonb := '[]';
    begin
      perform from hold where cart_id = p_to and state = 'held' order by variant_id, node_id for update;
      for had in select * from jsonb_populate_recordset(null::hold, p_had_from) order by variant_id, node_id loop
        select * into own from jsonb_populate_recordset(null::hold, p_had_to) o where o.variant_id = had.variant_id and o.node_id = had.node_id;
        select * into now_held from hold
          where cart_id = p_to and variant_id = had.variant_id and node_id = had.node_id and state = 'held';
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
}
