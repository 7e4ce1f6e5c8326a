import { sql, type Kysely } from 'kysely';

/**
 * Points of customers with an account: a ledger, and its balance the fold of its entries. What an order earns follows the goods that are kept of it,
 * at the end of the very transaction that changes them, whoever changes them and how.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table loyalty_terms (
      currency char(3) primary key,
      is_on boolean not null,
      points_per_major int not null check (points_per_major between 1 and 1000),
      minor_per_major int not null check (minor_per_major in (1, 100, 1000)),
      worth_minor int not null check (worth_minor between 1 and 10000),
      least_points int not null check (least_points between 1 and 1000000),
      version int not null default 1 check (version > 0)
    )`.execute(db);
  await sql`insert into loyalty_terms (currency, is_on, points_per_major, minor_per_major, worth_minor, least_points)
    values ('INR', true, 1, 100, 2, 500)`.execute(db);

  await sql`
    create table loyalty_account (
      customer_id uuid primary key references app_user,
      pending bigint not null default 0 check (pending >= 0),
      spendable bigint not null default 0 check (spendable >= 0),
      version int not null default 0 check (version >= 0)
    )`.execute(db);
  // What an order gave, by the terms of the day it began to. Forgiven: what it ought to give back and could not, because it was spent.
  await sql`
    create table loyalty_order (
      order_id uuid primary key references orders,
      customer_id uuid not null references loyalty_account,
      points_per_major int not null,
      minor_per_major int not null,
      points bigint not null default 0 check (points >= 0),
      forgiven bigint not null default 0 check (forgiven >= 0 and forgiven <= points),
      is_pending boolean not null default true,
      due_at timestamptz,
      version int not null default 0,
      check (forgiven = 0 or not is_pending)
    )`.execute(db);
  await sql`create index loyalty_order_of_customer on loyalty_order (customer_id)`.execute(db);
  await sql`create index loyalty_order_pending on loyalty_order (due_at) where is_pending`.execute(db);
  await sql`
    create table loyalty_entry (
      id uuid primary key,
      customer_id uuid not null references loyalty_account,
      number int not null check (number > 0),
      kind text not null check (kind in ('opened', 'earned', 'lowered', 'spendable', 'spent', 'corrected')),
      pending_delta bigint not null,
      spendable_delta bigint not null,
      forgiven_delta bigint not null default 0,
      pending bigint not null check (pending >= 0),
      spendable bigint not null check (spendable >= 0),
      cause text not null unique,
      order_id uuid references orders,
      credited_minor bigint check (credited_minor > 0),
      currency char(3),
      at timestamptz not null,
      unique (customer_id, number),
      check (pending_delta <> 0 or spendable_delta <> 0 or forgiven_delta <> 0),
      check (kind <> 'spendable' or pending_delta = -spendable_delta),
      check (kind <> 'earned' or pending_delta >= 0 and spendable_delta >= 0 and forgiven_delta <= 0),
      check (kind <> 'lowered' or pending_delta <= 0 and spendable_delta <= 0 and forgiven_delta >= 0),
      check ((kind = 'spent') = (credited_minor is not null) and (credited_minor is null) = (currency is null)),
      check (kind <> 'spent' or spendable_delta < 0 and pending_delta = 0),
      check ((kind in ('earned', 'lowered', 'spendable')) = (order_id is not null))
    )`.execute(db);
  await sql`create index loyalty_entry_of_order on loyalty_entry (order_id)`.execute(db);
  await sql`
    create trigger stays_as_written before update or delete or truncate on loyalty_entry
      for each statement execute function stays_as_written()`.execute(db);

  await sql`
    alter table stored_value_entry drop constraint stored_value_entry_kind_check, add constraint stored_value_entry_kind_check
      check (kind in ('issued', 'redeemed', 'refunded', 'bonus', 'points', 'corrected'))`.execute(db);

  // What an order would give if it gave what is kept of it: the same as pointsFor and adjusted in points.ts.
  await sql`
    create function points_kept(p_order uuid) returns bigint language sql stable as $$
      select case when o.life = 'cancelled' then 0 else
        greatest(0, o.goods_minor - (select coalesce(sum(c.goods_minor), 0) from order_credit c where c.order_id = o.id))::bigint
          * l.points_per_major / l.minor_per_major end
      from orders o join loyalty_order l on l.order_id = o.id where o.id = p_order
    $$`.execute(db);

  await sql`
    create function write_points(p_kind text, l loyalty_order, p_pending bigint, p_spendable bigint, p_forgiven bigint, p_at timestamptz)
      returns void language plpgsql as $$
    declare a loyalty_account;
    begin
      update loyalty_account set pending = pending + p_pending, spendable = spendable + p_spendable, version = version + 1
        where customer_id = l.customer_id returning * into a;
      insert into loyalty_entry (id, customer_id, number, kind, pending_delta, spendable_delta, forgiven_delta, pending, spendable, cause, order_id, at)
        values (gen_random_uuid(), l.customer_id, a.version, p_kind, p_pending, p_spendable, p_forgiven, a.pending, a.spendable,
          'order:' || l.order_id || '/' || l.version, l.order_id, p_at);
      perform record_events(jsonb_build_array(jsonb_build_object('type', 'loyalty.' || p_kind, 'topic', 'points:' || l.customer_id,
        'version', a.version, 'customerId', l.customer_id, 'orderId', l.order_id, 'points', p_pending + p_spendable,
        'forgiven', p_forgiven, 'pending', a.pending, 'spendable', a.spendable)), '{"role": "system"}', 'system', p_at, 'points');
    end $$`.execute(db);

  // Under the lock of the account: whatever happens to two orders of one customer at once, or to an order while its points are spent, comes one after the other.
  // Of what is more, first what was forgiven is so no longer; of what is less, what is not there any more is forgiven.
  await sql`
    create function follow_points(p_order uuid, p_begins boolean) returns void language plpgsql as $$
    declare o orders; l loyalty_order; v_spendable bigint; v_by bigint; v_delta bigint; v_forgiven bigint;
    begin
      select * into o from orders where id = p_order;
      if o.customer_id is null then return; end if;
      if p_begins and current_setting('loyalty.earns', true) is distinct from 'off' then
        insert into loyalty_account (customer_id)
          select o.customer_id from loyalty_terms where currency = o.currency and is_on on conflict do nothing;
        insert into loyalty_order (order_id, customer_id, points_per_major, minor_per_major)
          select o.id, o.customer_id, points_per_major, minor_per_major from loyalty_terms where currency = o.currency and is_on
          on conflict do nothing;
      end if;
      select a.spendable into v_spendable from loyalty_order k join loyalty_account a on a.customer_id = k.customer_id
        where k.order_id = p_order for no key update of a;
      if not found then return; end if;
      select * into l from loyalty_order where order_id = p_order;
      v_by := points_kept(p_order) - (l.points - l.forgiven);
      if v_by = 0 then return; end if;
      if v_by > 0 then v_forgiven := -least(v_by, l.forgiven);
      elsif l.is_pending then v_forgiven := 0;
      else v_forgiven := greatest(0, -v_by - v_spendable); end if;
      v_delta := v_by + v_forgiven;
      update loyalty_order set points = points + v_delta, forgiven = forgiven + v_forgiven, version = version + 1
        where order_id = p_order returning * into l;
      perform write_points(case when v_by > 0 then 'earned' else 'lowered' end, l, case when l.is_pending then v_delta else 0 end,
        case when l.is_pending then 0 else v_delta end, v_forgiven, o.updated_at);
    end $$`.execute(db);

  await sql`
    create function release_points(p_order uuid, p_at timestamptz) returns boolean language plpgsql as $$
    declare l loyalty_order;
    begin
      perform from loyalty_order k join loyalty_account a on a.customer_id = k.customer_id where k.order_id = p_order for no key update of a;
      update loyalty_order set is_pending = false, due_at = null, version = version + 1 where order_id = p_order and is_pending returning * into l;
      if not found then return false; end if;
      if l.points > 0 then perform write_points('spendable', l, -l.points, l.points, 0, p_at); end if;
      return true;
    end $$`.execute(db);

  await sql`
    create function order_changes_points() returns trigger language plpgsql as $$
    begin
      perform follow_points(new.id, new.life in ('confirmed', 'completed', 'closed')
        and (tg_op = 'INSERT' or old.life in ('placed', 'on_hold') or old.customer_id is distinct from new.customer_id));
      return null;
    end $$`.execute(db);
  await sql`
    create function credit_changes_points() returns trigger language plpgsql as $$
    begin
      perform follow_points(case when tg_op = 'DELETE' then old.order_id else new.order_id end, false);
      return null;
    end $$`.execute(db);
  // For guests not even a function is called when they order.
  await sql`
    create constraint trigger points_of_new_order after insert on orders deferrable initially deferred
      for each row when (new.customer_id is not null and new.life in ('confirmed', 'completed')) execute function order_changes_points()`.execute(
    db
  );
  await sql`
    create constraint trigger points_of_order after update of life, goods_minor, customer_id on orders deferrable initially deferred
      for each row when (new.customer_id is not null
        and (new.life, new.goods_minor, new.customer_id) is distinct from (old.life, old.goods_minor, old.customer_id))
      execute function order_changes_points()`.execute(db);
  await sql`
    create constraint trigger points_of_credit after insert or update on order_credit deferrable initially deferred
      for each row when (new.goods_minor > 0) execute function credit_changes_points()`.execute(db);
  await sql`
    create constraint trigger points_of_withdrawn_credit after delete on order_credit deferrable initially deferred
      for each row when (old.goods_minor > 0) execute function credit_changes_points()`.execute(db);
}
