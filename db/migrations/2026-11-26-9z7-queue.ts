import { sql, type Kysely } from 'kysely';

/**
 * A queue for the last units: who stands in it is offered a unit, held for them with a clock, in the very transaction in which it comes
 * free. So nobody who does not stand in line ever sees it free.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // What became of an offer is what became of its hold: taken, given back or lapsed, once.
  await sql`
    create table queue_place (
      id uuid primary key,
      number bigint not null generated always as identity,
      variant_id uuid not null references variant,
      node_id text references node,
      cart_id uuid not null references cart,
      state text not null default 'waiting' check (state in ('waiting', 'offered', 'left', 'lapsed')),
      joined_at timestamptz not null,
      waits_until timestamptz not null check (waits_until > joined_at),
      hold_id uuid unique references hold,
      offered_at timestamptz,
      ended_at timestamptz,
      version int not null default 1 check (version > 0),
      check ((state = 'offered') = (hold_id is not null)),
      check ((state = 'offered') = (offered_at is not null)),
      check ((state in ('left', 'lapsed')) = (ended_at is not null))
    )`.execute(db);
  await sql`create unique index queue_place_one_each on queue_place (cart_id, variant_id) where state = 'waiting'`.execute(db);
  await sql`create index queue_place_line on queue_place (variant_id, number) where state = 'waiting'`.execute(db);
  await sql`create index queue_place_variant on queue_place (variant_id)`.execute(db);

  // To be collected: there alone. To be brought: from wherever it can be sent.
  await sql`
    create function suits_queue(p_wanted text, p_node text) returns boolean language sql stable as $$
      select exists (select from node n where n.id = p_node and n.status = 'up'
        and (p_wanted = n.id or p_wanted is null and 'ship' = any (n.methods)))
    $$`.execute(db);

  await sql`
    create function queue_event(q queue_place, p_type text) returns jsonb language sql immutable as $$
      select jsonb_build_object('type', p_type, 'topic', 'queue:' || q.id, 'version', q.version, 'placeId', q.id, 'variantId', q.variant_id,
        'nodeId', q.node_id)
    $$`.execute(db);

  await sql`
    create function end_queue_place(p_id uuid, p_state text, p_at timestamptz) returns jsonb language plpgsql as $$
    declare q queue_place;
    begin
      update queue_place set state = p_state, ended_at = p_at, version = version + 1 where id = p_id and state = 'waiting' returning * into q;
      return case when found then jsonb_build_array(queue_event(q, 'queue.' || p_state)) else '[]' end;
    end $$`.execute(db);

  // Ten minutes for whoever is next. Whoever has one by another way by now, whose cart is closed or whose time is over stands there no more.
  await sql`
    create function offer_units(p_variant uuid, p_node text, p_at timestamptz) returns int language plpgsql as $$
    declare l stock_level; q queue_place; v_hold uuid; v_open boolean; events jsonb := '[]'; offered int := 0;
    begin
      loop
        select * into l from stock_level where variant_id = p_variant and node_id = p_node for no key update;
        exit when not found or l.available <= 0;
        select * into q from queue_place w
          where w.variant_id = p_variant and w.state = 'waiting' and suits_queue(w.node_id, p_node) order by w.number limit 1 for update;
        exit when not found;
        select c.state in ('active', 'checkout', 'handed_off') and not exists (
            select from hold h where h.cart_id = c.id and h.variant_id = p_variant and h.state = 'held') into v_open
          from cart c where c.id = q.cart_id;
        if not v_open or q.waits_until <= p_at then
          events := events || end_queue_place(q.id, case when v_open then 'lapsed' else 'left' end, p_at);
          continue;
        end if;
        update stock_level set held = held + 1, version = version + 1, updated_at = p_at
          where variant_id = p_variant and node_id = p_node returning * into l;
        insert into hold (id, cart_id, variant_id, node_id, quantity, expires_at, created_at)
          values (gen_random_uuid(), q.cart_id, p_variant, p_node, 1, p_at + interval '10 minutes', p_at) returning id into v_hold;
        update queue_place set state = 'offered', hold_id = v_hold, offered_at = p_at, version = version + 1 where id = q.id returning * into q;
        events := events || stock_changed(l) || queue_event(q, 'queue.offered');
        offered := offered + 1;
      end loop;
      if events <> '[]' then perform record_events(events, '{"role": "system"}', 'system', p_at, 'offer-units'); end if;
      return offered;
    end $$`.execute(db);

  // At the end of whatever gave units back: a sale undone, a hold that lapsed, a delivery, a count.
  await sql`
    create function offer_what_came_free() returns trigger language plpgsql as $$
    begin
      if exists (select from queue_place where variant_id = new.variant_id and state = 'waiting') then
        perform offer_units(new.variant_id, new.node_id, new.updated_at);
      end if;
      return null;
    end $$`.execute(db);
  await sql`
    create constraint trigger offer_what_came_free after update on stock_level deferrable initially deferred
      for each row when (new.available > old.available and new.available > 0) execute function offer_what_came_free()`.execute(db);

  // The levels are locked first: what comes free meanwhile waits, and then finds who stands here. Free units need no queue, and where nothing is held none comes back soon.
  await sql`
    create function join_queue(p_id uuid, p_cart uuid, p_variant uuid, p_node text, p_until timestamptz, p_at timestamptz) returns jsonb language plpgsql as $$
    declare q queue_place; v_free int; v_held int;
    begin
      perform from cart where id = p_cart and state in ('active', 'checkout', 'handed_off') for no key update;
      if not found then perform refuse('cart-closed'); end if;
      perform from stock_level where variant_id = p_variant order by node_id for no key update;
      if exists (select from queue_place where cart_id = p_cart and variant_id = p_variant and state = 'waiting') then return '[]'; end if;
      if exists (select from hold where cart_id = p_cart and variant_id = p_variant and state = 'held') then return '[]'; end if;
      select coalesce(sum(greatest(0, available)), 0), coalesce(sum(held), 0) into v_free, v_held
        from stock_level where variant_id = p_variant and suits_queue(p_node, node_id);
      if v_free > 0 or v_held = 0 then perform refuse('queue-closed', title_of(p_variant)); end if;
      if (select count(*) from queue_place where cart_id = p_cart and state = 'waiting') >= 5 then perform refuse('queues-full'); end if;
      insert into queue_place (id, variant_id, node_id, cart_id, joined_at, waits_until)
        values (p_id, p_variant, p_node, p_cart, p_at, p_until) returning * into q;
      return jsonb_build_array(queue_event(q, 'queue.joined'));
    end $$`.execute(db);

  // Waiting or with an offer in hand: what was held for it goes to the next at the end of this transaction.
  await sql`
    create function leave_queue(p_cart uuid, p_variant uuid, p_at timestamptz) returns jsonb language plpgsql as $$
    declare h hold; events jsonb := '[]';
    begin
      select events || coalesce(jsonb_agg(ended), '[]') into events
        from queue_place w, jsonb_array_elements(end_queue_place(w.id, 'left', p_at)) ended
        where w.cart_id = p_cart and w.variant_id = p_variant and w.state = 'waiting';
      for h in select o.* from hold o join queue_place w on w.hold_id = o.id
          where w.cart_id = p_cart and w.variant_id = p_variant and o.state = 'held' and o.cart_id = p_cart for update of o loop
        events := events || give_back(h, p_at);
      end loop;
      return events;
    end $$`.execute(db);

  // What no change of a level brings about: somebody waited too long, or a place with free units opened again.
  await sql`
    create function tend_queues(p_at timestamptz, p_limit int) returns int language plpgsql as $$
    declare s record; events jsonb := '[]'; done int := 0;
    begin
      for s in select id from queue_place where state = 'waiting' and waits_until <= p_at order by number limit p_limit for update skip locked loop
        events := events || end_queue_place(s.id, 'lapsed', p_at);
        done := done + 1;
      end loop;
      if events <> '[]' then perform record_events(events, '{"role": "system"}', 'system', p_at, 'tend-queues'); end if;
      for s in select distinct l.variant_id, l.node_id from queue_place w join stock_level l on l.variant_id = w.variant_id
          where w.state = 'waiting' and l.available > 0 and suits_queue(w.node_id, l.node_id) order by 1, 2 limit p_limit loop
        done := done + offer_units(s.variant_id, s.node_id, p_at);
      end loop;
      return done;
    end $$`.execute(db);

  // Two carts that became one stand in line as one: at the better place.
  await sql`
    create function bring_queue_places() returns trigger language plpgsql as $$
    begin
      update queue_place w set cart_id = new.into_id where w.cart_id = new.from_id and w.state = 'waiting'
        and not exists (select from queue_place o where o.cart_id = new.into_id and o.variant_id = w.variant_id and o.state = 'waiting');
      return null;
    end $$`.execute(db);
  await sql`
    create constraint trigger bring_queue_places after insert on cart_merge deferrable initially deferred
      for each row execute function bring_queue_places()`.execute(db);
}
