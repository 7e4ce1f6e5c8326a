import { sql, type Kysely } from 'kysely';

/** A parcel goes to another place before it has left the first: what it had there is given back as what it gets elsewhere is taken. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table fulfilment_order
    add column excluded_nodes text[] not null default '{}', add column moves int not null default 0 check (moves >= 0)`.execute(db);
  // The words for why a place is shut are read by shoppers.
  await sql`alter table node add column down_reason text not null default ''`.execute(db);

  // False: the order is another than the one that was decided on, and nothing has changed.
  // Refuses out-of-stock when what was planned is gone. All levels that are touched, in order, as everywhere.
  await sql`
    create function move_parcel(p jsonb) returns boolean language plpgsql as $$
    declare
      s record; l stock_level; v_lost int; events jsonb := p -> 'events'; v_ended jsonb;
      v_parcel uuid := (p #>> '{parcel,id}')::uuid;
      v_at timestamptz := (p ->> 'at')::timestamptz;
    begin
      update orders set version = version + jsonb_array_length(events), updated_at = v_at
        where id = (p #>> '{order,id}')::uuid and version = (p #>> '{order,version}')::int;
      if not found then return false; end if;

      with ended as (
          update allocation set state = 'released', ended_at = v_at
          where state = 'open' and fulfilment_line_id in (select id from fulfilment_line where fulfilment_order_id = v_parcel)
          returning variant_id, node_id, quantity)
        select coalesce(jsonb_agg(ended), '[]') into v_ended from ended;
      update fulfilment_order set node_id = p #>> '{parcel,node_id}', state = p #>> '{parcel,state}', service = p #>> '{parcel,service}',
          plan = p #> '{parcel,plan}', moves = moves + 1, version = version + 1,
          excluded_nodes = array(select jsonb_array_elements_text(p #> '{parcel,excluded_nodes}'))
        where id = v_parcel;
      insert into fulfilment_order select r.* from jsonb_populate_recordset(null::fulfilment_order, p -> 'opened') r;
      update fulfilment_line f set fulfilment_order_id = x.fulfilment_order_id, quantity = x.quantity
        from jsonb_to_recordset(p -> 'lines') x (id uuid, fulfilment_order_id uuid, quantity int) where f.id = x.id;
      insert into fulfilment_line select r.* from jsonb_populate_recordset(null::fulfilment_line, p -> 'newLines') r;
      insert into promise select r.* from jsonb_populate_recordset(null::promise, p -> 'promises') r;

      for s in
        select variant_id, node_id, sum(taken)::int taken, sum(given)::int given, sum(lost)::int lost, (array_agg(movement_id) filter (where lost > 0))[1] movement_id
        from (
          select variant_id, node_id, quantity taken, 0 given, 0 lost, null::uuid movement_id
            from jsonb_to_recordset(p -> 'allocations') x (variant_id uuid, node_id text, quantity int)
          union all select variant_id, node_id, 0, quantity, 0, null from jsonb_to_recordset(v_ended) x (variant_id uuid, node_id text, quantity int)
          union all select variant_id, node_id, 0, 0, quantity, movement_id
            from jsonb_to_recordset(p -> 'lost') x (variant_id uuid, node_id text, quantity int, movement_id uuid)) each
        group by variant_id, node_id order by variant_id, node_id
      loop
        select * into l from stock_level where variant_id = s.variant_id and node_id = s.node_id for update;
        if not found or (s.taken > s.given and l.available < s.taken - s.given) then perform refuse('out-of-stock', title_of(s.variant_id)); end if;
        -- Nobody can lose more than the books have.
        v_lost := least(s.lost, l.on_hand);
        update stock_level set allocated = allocated + s.taken - s.given, on_hand = on_hand - v_lost, version = version + 1, updated_at = v_at,
            short = greatest(0, allocated + s.taken - s.given + held + unavailable - on_hand + v_lost),
            counted_at = case when s.lost > 0 then null else counted_at end
          where variant_id = s.variant_id and node_id = s.node_id returning * into l;
        if v_lost > 0 then
          insert into stock_movement (id, variant_id, node_id, kind, quantity, reason, order_id, actor, at)
            values (s.movement_id, s.variant_id, s.node_id, 'corrected', -v_lost, 'not found', (p #>> '{order,id}')::uuid, p -> 'actor', v_at);
        end if;
        events := events || stock_changed(l);
        if l.short > 0 then
          events := events || jsonb_build_object('type', 'stock.shortage', 'topic', 'shortage:' || l.node_id || '/' || l.variant_id, 'version', l.version,
            'nodeId', l.node_id, 'variantId', l.variant_id, 'short', l.short);
        end if;
      end loop;
      insert into allocation (id, fulfilment_line_id, variant_id, node_id, quantity, created_at)
        select x.id, x.fulfilment_line_id, x.variant_id, x.node_id, x.quantity, v_at
        from jsonb_to_recordset(p -> 'allocations') x (id uuid, fulfilment_line_id uuid, variant_id uuid, node_id text, quantity int);
      perform record_events(events, p -> 'actor', p ->> 'channel', v_at, null);
      return true;
    end $$`.execute(db);
}
