import { sql, type Kysely } from 'kysely';

/** Adding to a cart is an operation that the log keeps; carts are read whole by those who follow them, and say who else does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Who put the line in, as others read it. Lines from before have only the name.
  await sql`alter table cart_line add column author jsonb`.execute(db);
  // Beats of open connections, nothing more: after a crash all of them come back by themselves, so no log is written for it.
  await sql`
    create unlogged table cart_presence (
      id uuid primary key,
      cart_id uuid not null,
      visitor jsonb not null,
      since timestamptz not null,
      seen_at timestamptz not null
    )`.execute(db);
  await sql`create index cart_presence_cart on cart_presence (cart_id)`.execute(db);
  await addToCart(db);
  await cartSnapshot(db);
}

/**
 * The whole of adding to a cart in one call, decided as `decideToAdd` decides it: the line and the fact name their author, and the
 * operation is in the log.
 */
async function addToCart(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function add_to_cart(p jsonb) returns jsonb language plpgsql as $$
    declare
      saved jsonb; c cart; sold record; line cart_line; wanted int; free int; v_place int; result jsonb;
      v_variant uuid := (p ->> 'variantId')::uuid;
      v_node text := p ->> 'pickupNodeId';
      v_method text := case when p ->> 'pickupNodeId' is null then 'ship' else 'pickup' end;
      v_quantity int := (p ->> 'quantity')::int;
      v_author jsonb := p -> 'author';
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
        insert into cart_line (id, cart_id, place, variant_id, quantity, unit_price_minor, method, pickup_node_id, added_by, added_at,
            channel, added_node_id, author)
          values ((p ->> 'lineId')::uuid, c.id, v_place, v_variant, v_quantity, sold.amount_minor, v_method, v_node,
            coalesce(v_author ->> 'name', v_author ->> 'role'), v_at, p ->> 'channel', v_author ->> 'nodeId', v_author)
          returning * into line;
      end if;
      -- Whoever adds during checkout is back at the cart: the plan no longer fits what is in it.
      update cart set state = 'active', step = 'details', delivery = null, version = version + 1, updated_at = v_at where id = c.id returning * into c;

      insert into cart_operation (id, cart_id, version, kind, body, base_version, author, device, channel, made_at, at, outcome)
        values ((p ->> 'operationId')::uuid, c.id, c.version, 'add',
          jsonb_build_object('variantId', v_variant, 'pickupNodeId', v_node, 'quantity', v_quantity), c.version - 1, v_author,
          coalesce(v_author ->> 'device', ''), p ->> 'channel', v_at, v_at, 'applied');
      perform record_events(jsonb_build_array(jsonb_build_object('type', 'cart.line_added', 'topic', 'cart:' || c.id, 'version', c.version,
        'cartId', c.id, 'lineId', line.id, 'variantId', v_variant, 'quantity', v_quantity, 'pickupNodeId', v_node, 'by', v_author)),
        p -> 'actor', p ->> 'channel', v_at, p ->> 'key');
      result := jsonb_build_object('cartId', c.id, 'version', c.version, 'lineId', line.id, 'quantity', line.quantity);
      return finish_command(p ->> 'scope', p ->> 'key', result);
    end $$`.execute(db);
}

/** One cart whole, without a word of who buys or where it goes. Null when there is none. */
async function cartSnapshot(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function shown_title(p_variant uuid) returns text language sql stable as $$
      select g.title || coalesce(nullif(', ' || array_to_string(v.options, ', '), ', '), '')
      from variant v join product g on g.id = v.product_id where v.id = p_variant
    $$`.execute(db);
  await sql`
    create function placed_author(p_author jsonb) returns jsonb language sql stable as $$
      select p_author || jsonb_build_object('nodeName', (select name from node where id = p_author ->> 'nodeId'))
    $$`.execute(db);
  // To be read after a name: "Asha" "added 2 × Mug".
  await sql`
    create function operation_words(p_kind text, p_body jsonb, p_title text) returns text language sql immutable as $$
      select case p_kind
        when 'add' then 'added ' || units || p_title
        when 'change' then case when by > 0 then 'added ' || units || p_title else 'took away ' || units || p_title end
        when 'remove' then 'took out ' || p_title
        when 'save' then 'kept ' || p_title || ' for later'
        when 'unsave' then 'put back ' || p_title
        when 'note' then 'changed the note' end
      from (select by, case when abs(by) > 1 then abs(by) || ' × ' else '' end units
        from (select coalesce(p_body ->> 'by', p_body ->> 'quantity', '1')::int by) b) u
    $$`.execute(db);
  await sql`
    create function cart_snapshot(p_id uuid) returns jsonb language plpgsql stable as $$
    begin
      return (
        select jsonb_build_object('cartId', c.id, 'version', c.version, 'at', c.updated_at, 'state', c.state, 'step', c.step,
          'heldUntil', (select min(h.expires_at) from hold h where h.cart_id = c.id and h.state = 'held'),
          'lines', coalesce((
            select jsonb_agg(jsonb_build_object('variantId', l.variant_id, 'pickupNodeId', l.pickup_node_id, 'quantity', l.quantity,
              'title', shown_title(l.variant_id), 'addedAt', l.added_at,
              'by', placed_author(coalesce(l.author, jsonb_build_object('role', case when l.added_node_id is null then 'shopper' else 'staff' end,
                'name', nullif(l.added_by, 'shopper'), 'channel', l.channel, 'nodeId', l.added_node_id, 'device', null)))) order by l.place)
            from cart_line l where l.cart_id = c.id), '[]'),
          'saved', coalesce((
            select jsonb_agg(jsonb_build_object('variantId', s.variant_id, 'quantity', s.quantity, 'title', shown_title(s.variant_id),
              'reason', s.reason) order by s.saved_at desc, s.variant_id)
            from cart_saved s where s.cart_id = c.id), '[]'),
          'latest', (
            select jsonb_build_object('id', o.id, 'by', placed_author(o.author), 'at', o.at,
              'words', operation_words(o.kind, o.body, shown_title((o.body ->> 'variantId')::uuid)))
            from cart_operation o where o.cart_id = c.id and o.outcome = 'applied' and o.detail is null
            order by o.version desc limit 1),
          'done', coalesce((
            select jsonb_agg(o.id order by o.version desc) from (
              select id, version from cart_operation where cart_id = c.id and outcome = 'applied' order by version desc limit 60) o), '[]'))
        from cart c where c.id = p_id);
    end $$`.execute(db);
}
