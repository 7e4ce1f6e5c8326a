import { sql, type Kysely } from 'kysely';

/** The whole of adding to a cart in one call, decided as `decideToAdd` decides it. */
export async function up(db: Kysely<unknown>): Promise<void> {
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
}
