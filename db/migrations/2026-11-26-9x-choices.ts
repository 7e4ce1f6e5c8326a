import { sql, type Kysely } from 'kysely';

/** When no place can fill a parcel its shopper chooses how it goes on; what they get back is owed first and paid by the bank later. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table parcel_choice (
      id uuid primary key,
      order_id uuid not null references orders,
      fulfilment_order_id uuid not null references fulfilment_order,
      from_node_id text not null references node,
      reason text not null,
      missing jsonb not null,
      asked_at timestamptz not null,
      decide_by timestamptz not null check (decide_by > asked_at),
      state text not null check (state in ('open', 'chosen', 'lapsed')),
      chosen text not null,
      ended_at timestamptz,
      check ((state = 'open') = (ended_at is null)),
      check ((state = 'open') = (chosen = ''))
    )`.execute(db);
  await sql`create unique index parcel_choice_one_open on parcel_choice (fulfilment_order_id) where state = 'open'`.execute(db);
  await sql`create index parcel_choice_due on parcel_choice (decide_by) where state = 'open'`.execute(db);

  await sql`
    create table refund (
      id uuid primary key,
      order_id uuid not null references orders,
      payment_id uuid not null references payment,
      fulfilment_order_id uuid not null references fulfilment_order,
      reason text not null check (reason in ('not-filled', 'late')),
      amount_minor bigint not null check (amount_minor > 0),
      how text not null check (how in ('taken-off', 'bank', 'by-hand')),
      state text not null check (state in ('due', 'paid')),
      due_at timestamptz not null,
      paid_at timestamptz,
      check ((state = 'paid') = (paid_at is not null)),
      unique (fulfilment_order_id, reason)
    )`.execute(db);
  await sql`create index refund_of_order on refund (order_id)`.execute(db);

  // What a shopper was told of an order, once for each thing that happened to it: `version` is that of the event.
  await sql`
    create table notice (
      id uuid primary key,
      order_id uuid not null references orders,
      version int not null check (version > 0),
      kind text not null check (kind in ('promise', 'choice', 'money')),
      title text not null check (title <> ''),
      words text not null,
      at timestamptz not null,
      unique (order_id, version)
    )`.execute(db);

  // As before, and: a parcel may change how it comes and what lies in it, and the shopper is asked or has answered, in the same step.
  await sql`
    create or replace function move_parcel(p jsonb) returns boolean language plpgsql as $$
    declare
      s record; l stock_level; v_lost int; events jsonb := p -> 'events'; v_ended jsonb;
      v_parcel uuid := (p #>> '{parcel,id}')::uuid;
      v_at timestamptz := (p ->> 'at')::timestamptz;
      v_answer jsonb := nullif(p -> 'answer', 'null');
    begin
      update orders set version = version + jsonb_array_length(events), updated_at = v_at
        where id = (p #>> '{order,id}')::uuid and version = (p #>> '{order,version}')::int;
      if not found then return false; end if;

      with ended as (
          update allocation set state = 'released', ended_at = v_at
          where state = 'open' and fulfilment_line_id in (select id from fulfilment_line where fulfilment_order_id = v_parcel)
          returning variant_id, node_id, quantity)
        select coalesce(jsonb_agg(ended), '[]') into v_ended from ended;
      update fulfilment_order set node_id = p #>> '{parcel,node_id}', state = p #>> '{parcel,state}', method = p #>> '{parcel,method}',
          collect_code = p #>> '{parcel,collect_code}', service = p #>> '{parcel,service}',
          plan = p #> '{parcel,plan}', moves = moves + 1, version = version + 1,
          excluded_nodes = array(select jsonb_array_elements_text(p #> '{parcel,excluded_nodes}'))
        where id = v_parcel;
      insert into fulfilment_order select r.* from jsonb_populate_recordset(null::fulfilment_order, p -> 'opened') r;
      update fulfilment_line f set fulfilment_order_id = x.fulfilment_order_id, quantity = x.quantity, variant_id = x.variant_id, picked = 0
        from jsonb_to_recordset(p -> 'lines') x (id uuid, fulfilment_order_id uuid, quantity int, variant_id uuid) where f.id = x.id;
      insert into fulfilment_line select r.* from jsonb_populate_recordset(null::fulfilment_line, p -> 'newLines') r;
      insert into parcel_choice select r.* from jsonb_populate_recordset(null::parcel_choice, p -> 'asked') r;
      if v_answer is not null then
        update parcel_choice set state = v_answer ->> 'state', chosen = v_answer ->> 'chosen', ended_at = v_at
          where id = (v_answer ->> 'id')::uuid and state = 'open';
        -- The order's version says so before: nobody answers without counting it up.
        if not found then raise exception 'the choice % was answered before', v_answer ->> 'id'; end if;
      end if;
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
