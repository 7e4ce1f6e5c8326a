-- (27) Points are the fold of their entries, and each entry says what it left.
select 'points differ from their entries', a.customer_id::text
  from loyalty_account a left join loyalty_entry e on e.customer_id = a.customer_id
  group by a.customer_id
  having a.pending <> coalesce(sum(e.pending_delta), 0) or a.spendable <> coalesce(sum(e.spendable_delta), 0)
    or a.version <> count(e.id) or a.version <> coalesce(max(e.number), 0)
union all
select 'entry says other points', id::text
  from (select id, pending, spendable, sum(pending_delta) over w as pended, sum(spendable_delta) over w as spent
    from loyalty_entry window w as (partition by customer_id order by number)) e
  where pending <> pended or spendable <> spent
union all
-- (27) What is pending is what orders gave whose things may still come back.
select 'pending points differ from their orders', a.customer_id::text
  from loyalty_account a left join loyalty_order l on l.customer_id = a.customer_id and l.is_pending
  group by a.customer_id having a.pending <> coalesce(sum(l.points), 0)
union all
select 'points of an order differ from its entries', l.order_id::text
  from loyalty_order l left join loyalty_entry e on e.order_id = l.order_id
  group by l.order_id
  having l.points <> coalesce(sum(e.pending_delta + e.spendable_delta), 0) or l.forgiven <> coalesce(sum(e.forgiven_delta), 0)
    or count(distinct e.customer_id) > 1
union all
-- (27) An order gives what the goods earn that are kept of it, neither more nor less, but for what was spent before they came back.
select 'points of an order differ from its goods', l.order_id::text
  from loyalty_order l where l.points - l.forgiven <> points_kept(l.order_id)
union all
select 'points of another than who ordered', l.order_id::text
  from loyalty_order l join orders o on o.id = l.order_id where o.customer_id is distinct from l.customer_id
union all
-- (27) What was spent is store credit, once and to the last minor unit.
select 'spent points differ from their credit', e.id::text
  from loyalty_entry e left join stored_value_entry v on v.cause = 'points:' || e.id
  where e.kind = 'spent' and e.credited_minor is distinct from v.delta_minor
union all
select 'credit of points that nobody spent', v.id::text
  from stored_value_entry v where v.kind = 'points' and not exists (select from loyalty_entry e where v.cause = 'points:' || e.id)
    -- Elsewhere they were: a file brings the credit with its entries, and of points what is left.
    and not exists (select from external_ref r where r.type = 'gift_card' and r.our_id = v.stored_value_id::text)
