-- (8) What is owed back was paid, and what was sent back is what was owed.
select 'more owed back than was paid', p.id::text
  from payment p join refund r on r.payment_id = p.id and r.state = 'due'
  group by p.id, p.captured_minor, p.refunded_minor having sum(r.amount_minor) > p.captured_minor - p.refunded_minor
    -- What its bank was asked for and has not said yet is theirs again as if it had; it waits until it has.
    + (select coalesce(sum(t.amount_minor), 0) from payment_transaction t where t.payment_id = p.id and t.kind = 'capture' and t.state = 'started')
union all
-- (8) What a bank stands for is what it said, less what it let go of; it is asked for no more than that and no more than is due, and for a parcel once it left.
select 'authorised differs from its transactions', p.id::text
  from payment p join payment_transaction t on t.payment_id = p.id and t.state = 'succeeded' and t.kind in ('authorize', 'void')
  group by p.id, p.authorized_minor having p.authorized_minor <> sum(case t.kind when 'authorize' then t.amount_minor else -t.amount_minor end)
union all
select 'asked for more than is due, or than its bank stands for', p.id::text
  from payment p join payment_transaction t on t.payment_id = p.id and t.kind = 'capture' and t.state in ('started', 'succeeded')
  group by p.id, p.amount_minor, p.authorized_minor having sum(t.amount_minor) > least(p.amount_minor, p.authorized_minor)
union all
select 'its bank stands for more than is due, and nothing is left to take', id::text
  from payment where authorized_minor > amount_minor and state not in ('authorized', 'partially_captured', 'partially_refunded')
union all
select 'share of a parcel that never left', t.id::text
  from payment_transaction t join fulfilment_order f on f.id = t.fulfilment_order_id
  where t.state in ('started', 'succeeded') and f.state not in ('shipped', 'collected', 'closed')
union all
select 'sent back differs from its transactions', p.id::text
  from payment p where p.refunded_minor <> (
    select coalesce(sum(t.amount_minor), 0) from payment_transaction t where t.payment_id = p.id and t.kind = 'refund' and t.state = 'succeeded')
union all
-- Money for an order that lapsed goes back whole without being owed first.
select 'sent back differs from what was owed', p.id::text
  from payment p left join refund r on r.payment_id = p.id and r.state = 'paid' and r.how <> 'taken-off'
  group by p.id, p.captured_minor, p.refunded_minor
  having p.refunded_minor <> coalesce(sum(r.amount_minor), 0) and (p.refunded_minor <> p.captured_minor or count(r.id) > 0)
union all
-- (8) A credit is what goes back, pays for something else or was never taken; and nothing is credited that was not ordered.
select 'credit differs from its refunds', c.id::text
  from order_credit c left join refund r on r.credit_id = c.id
  group by c.id having c.amount_minor <> c.netted_minor + c.untaken_minor + coalesce(sum(r.amount_minor), 0)
union all
select 'more credited than was ordered', o.id::text
  from orders o join order_credit c on c.order_id = o.id
  group by o.id having sum(c.goods_minor) > o.goods_minor or sum(c.delivery_minor) > o.delivery_minor
union all
-- (8) What is paid or to be paid, was taken off and netted is what the order costs; a change that was paid and not made yet is above it.
select 'payments differ from what the order costs', id::text
  from (
    select o.id, o.total_minor,
      (select coalesce(sum(p.amount_minor), 0) from payment p where p.order_id = o.id and p.change_id is null and p.state not in ('declined', 'voided'))
      + (select coalesce(sum(r.amount_minor), 0) from refund r where r.order_id = o.id and r.how = 'taken-off')
      + (select coalesce(sum(c.netted_minor), 0) from order_credit c where c.order_id = o.id) as own,
      (select coalesce(sum(p.captured_minor), 0) from payment p where p.order_id = o.id and p.change_id is not null) as changes
    from orders o where o.life in ('confirmed', 'completed', 'closed')) s
  where s.total_minor not between s.own and s.own + s.changes
union all
-- (8) A balance is the sum of its entries, each says what it left, and what was paid from it is what its payments took.
select 'balance differs from its entries', v.id::text
  from stored_value v left join stored_value_entry e on e.stored_value_id = v.id
  group by v.id having v.balance_minor <> coalesce(sum(e.delta_minor), 0) or v.version <> count(e.id) or v.version <> coalesce(max(e.number), 0)
union all
select 'entry says another balance', id::text
  from (select id, balance_minor, sum(delta_minor) over (partition by stored_value_id order by number) as folded from stored_value_entry) e
  where balance_minor <> folded
union all
select 'payment differs from its balance', p.id::text
  from payment p left join stored_value_entry e on e.payment_id = p.id and e.kind = 'redeemed'
  where p.method in ('gift_card', 'store_credit') and p.captured_minor <> coalesce(-e.delta_minor, 0)
union all
select 'refund differs from its balance', r.id::text
  from refund r left join stored_value_entry e on e.refund_id = r.id
  where r.how in ('gift-card', 'store-credit') and coalesce(e.delta_minor, 0) <> case r.state when 'paid' then r.amount_minor else 0 end
