-- One row for each broken invariant; an empty answer means the books are right.
-- Numbers in brackets are those of ARCHITECTURE.md, "What always holds".

-- (1) A level never promises more than is there, unless the shortage is written down.
select 'level promises more than it has' as broken, node_id || '/' || variant_id as what
  from stock_level where allocated + held + unavailable > on_hand + short
union all
-- (4) On hand is the fold of the movements.
select 'on hand differs from the movements', l.node_id || '/' || l.variant_id
  from stock_level l
  left join (select variant_id, node_id, sum(quantity) as total from stock_movement group by 1, 2) m using (variant_id, node_id)
  where l.on_hand <> coalesce(m.total, 0)
union all
-- (4) What is not for sale is the fold of the movements as well.
select 'set aside differs from the movements', l.node_id || '/' || l.variant_id
  from stock_level l
  left join (select variant_id, node_id, sum(set_aside) as total from stock_movement group by 1, 2) m using (variant_id, node_id)
  where l.unavailable <> coalesce(m.total, 0)
union all
-- (4) What was put in a box has come, is on its way, or is a difference that was said: by the box and by the movements at both its ends.
select 'box differs from the movements where it left', l.transfer_id || '/' || l.variant_id
  from transfer_line l join transfer t on t.id = l.transfer_id
  where l.sent <> (select coalesce(-sum(m.quantity), 0) from stock_movement m
    where m.transfer_id = l.transfer_id and m.variant_id = l.variant_id and m.node_id = t.from_node_id)
union all
select 'box differs from the movements where it came', l.transfer_id || '/' || l.variant_id
  from transfer_line l join transfer t on t.id = l.transfer_id
  where (l.received, l.difference) <> (
    select coalesce(sum(m.quantity), 0), coalesce(-sum(m.quantity) filter (where m.kind = 'corrected'), 0) from stock_movement m
    where m.transfer_id = l.transfer_id and m.variant_id = l.variant_id and m.node_id = t.to_node_id)
union all
select 'closed box with something on its way', l.transfer_id || '/' || l.variant_id
  from transfer_line l join transfer t on t.id = l.transfer_id
  where l.received + l.difference <> l.sent and t.state = 'closed' or l.received + l.difference > 0 and t.state in ('planned', 'picked')
union all
-- (4) Held is the sum of the holds that still run.
select 'held differs from the holds', l.node_id || '/' || l.variant_id
  from stock_level l
  left join (select variant_id, node_id, sum(quantity) as total from hold where state = 'held' group by 1, 2) h using (variant_id, node_id)
  where l.held <> coalesce(h.total, 0)
union all
-- (4) Allocated is the sum of the open allocations.
select 'allocated differs from the allocations', l.node_id || '/' || l.variant_id
  from stock_level l
  left join (select variant_id, node_id, sum(quantity) as total from allocation where state = 'open' group by 1, 2) a using (variant_id, node_id)
  where l.allocated <> coalesce(a.total, 0)
union all
-- (1) What is short has been said.
select 'shortage without its event', l.node_id || '/' || l.variant_id
  from stock_level l
  where l.short > 0 and not exists (select from event e where e.topic = 'shortage:' || l.node_id || '/' || l.variant_id)
union all
-- (5) A converted hold became allocations of the same sum.
select 'converted hold without its allocations', h.id::text
  from hold h
  left join (select hold_id, sum(quantity) as total from allocation group by 1) a on a.hold_id = h.id
  where h.state = 'converted' and h.quantity < coalesce(a.total, 0)
union all
select 'hold of a placed cart still runs', h.id::text from hold h join cart c on c.id = h.cart_id where h.state = 'held' and c.state = 'placed'
union all
-- (7) Each ordered unit is in exactly one parcel.
select 'ordered differs from the parcels', l.id::text
  from order_line l
  left join (select order_line_id, sum(quantity) as total from fulfilment_line group by 1) f on f.order_line_id = l.id
  where l.quantity <> coalesce(f.total, 0)
union all
-- (13) No parcel's node differs from where its goods are allocated.
select 'allocated at another node than the parcel', a.id::text
  from allocation a
  join fulfilment_line fl on fl.id = a.fulfilment_line_id
  join fulfilment_order f on f.id = fl.fulfilment_order_id
  where a.state = 'open' and f.node_id is distinct from a.node_id
union all
select 'open allocation of a finished parcel', a.id::text
  from allocation a
  join fulfilment_line fl on fl.id = a.fulfilment_line_id
  join fulfilment_order f on f.id = fl.fulfilment_order_id
  where a.state = 'open' and f.state in ('shipped', 'collected', 'closed', 'cancelled', 'uncollected')
union all
-- (8) Goods, delivery and total add up; captured money belongs to a transaction that succeeded.
select 'total differs from its lines', o.id::text
  from orders o
  where o.goods_minor <> (select coalesce(sum(l.quantity * l.unit_price_minor), 0) from order_line l where l.order_id = o.id)
union all
select 'captured differs from its transactions', p.id::text
  from payment p
  where p.method <> 'cash' and p.captured_minor <> (
    select coalesce(sum(t.amount_minor), 0) from payment_transaction t
    where t.payment_id = p.id and t.kind in ('charge', 'capture') and t.state = 'succeeded')
union all
select 'more captured than the order costs', o.id::text
  from orders o join payment p on p.order_id = o.id and p.change_id is null
  group by o.id, o.total_minor having sum(p.captured_minor - p.refunded_minor) > o.total_minor
union all
select 'confirmed without a payment', o.id::text
  from orders o
  where o.life in ('confirmed', 'completed', 'closed') and not exists (
    select from payment p where p.order_id = o.id
      and (p.state in ('authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded') or p.method in ('cash_on_delivery', 'pay_in_store')
        -- All of it came back before any of it was taken.
        or (p.state = 'voided' and p.amount_minor = 0)))
union all
-- (10) Promises are numbered without a gap and every parcel that travels has one.
select 'promise versions with a gap', fulfilment_order_id::text
  from promise group by fulfilment_order_id having count(*) <> max(number)
union all
-- (12) A placed cart names its order, and the order names the cart.
select 'cart and order disagree', c.id::text
  from cart c left join orders o on o.id = c.order_id
  where c.state = 'placed' and o.cart_id is distinct from c.id
union all
-- Each order, and each change of it, was written down once.
select 'order version differs from its events', o.id::text
  from orders o
  left join (select topic, count(*) as told, max(version) as last from event where topic like 'order:%' group by topic) e on e.topic = 'order:' || o.id
  where e.told is distinct from o.version or e.last is distinct from o.version
union all
select 'level version without its event', l.node_id || '/' || l.variant_id
  from stock_level l
  where l.version > 1 and not exists (select from event e where e.topic = 'stock:' || l.node_id || '/' || l.variant_id and e.version = l.version)
union all
-- (14) A parcel's events carry both times, and none was received before the shop knew the parcel.
select 'scan received before the shipment existed', t.id::text
  from tracking_event t join shipment s on s.id = t.shipment_id where t.received_at < s.created_at
union all
-- (15) Each change of a cart has a version of its own in the log, with its event, and none above the cart's.
select 'two operations of one version', cart_id::text
  from cart_operation where outcome = 'applied' and detail is null group by cart_id, version having count(*) > 1
union all
select 'operation without its event', o.id::text
  from cart_operation o join cart c on c.id = o.cart_id
  where o.outcome = 'applied' and o.detail is null
    and (o.version > c.version or not exists (select from event e where e.topic = 'cart:' || o.cart_id and e.version = o.version))
union all
-- (16) What a till took without a network is what its order says.
select 'till sale differs from its order', s.id::text
  from till_sale s join orders o on o.id = s.order_id
  where o.total_minor <> s.paid_minor or o.life <> 'completed'
union all
-- (17) Each set of sourcing rules that was switched on follows the one before it.
select 'rules follow others than those before', s.version::text
  from (select version, follows, lag(version) over (order by version) as before from sourcing_switch) s
  where s.follows is distinct from s.before
union all
-- (18) Who is asked how a parcel goes on has a parcel that nobody fills, and each such parcel's shopper was asked.
select 'asked about a parcel that is filled', c.id::text
  from parcel_choice c join fulfilment_order f on f.id = c.fulfilment_order_id where c.state = 'open' and f.state <> 'unfillable'
union all
select 'unfillable, and nobody is asked', f.id::text
  from fulfilment_order f
  where f.state = 'unfillable' and not exists (select from parcel_choice c where c.fulfilment_order_id = f.id and c.state = 'open')
union all
-- (19) Nobody stands in line while a unit that suits them is free.
select 'waits while a unit is free', w.id::text
  from queue_place w join cart c on c.id = w.cart_id
  where w.state = 'waiting' and c.state in ('active', 'checkout', 'handed_off') and exists (
    select from stock_level l where l.variant_id = w.variant_id and l.available > 0 and suits_queue(w.node_id, l.node_id))
union all
-- (19) Nobody who came later was offered what suits somebody who stood there before and stands there still.
select 'passed over', w.id::text
  from queue_place w join cart c on c.id = w.cart_id
  where w.state = 'waiting' and c.state in ('active', 'checkout', 'handed_off') and exists (
    select from queue_place o join hold h on h.id = o.hold_id
    where o.variant_id = w.variant_id and o.number > w.number and o.offered_at > w.joined_at and suits_queue(w.node_id, h.node_id))
union all
-- (19) An offer is a unit that was held for whoever stood there, and each hold answers for one.
select 'offer without its hold', w.id::text
  from queue_place w join hold h on h.id = w.hold_id
  where h.variant_id <> w.variant_id or w.offered_at <> h.created_at
union all
-- (20) Policies of the same ones follow one another, and no later one holds from an earlier day.
select 'policies without one another', coalesce(country, '*') || '/' || coalesce(channel, '*') || '/' || coalesce(customer_group, '*') || ' ' || number
  from (select *, lag(number, 1, 0) over w as before, lag(since) over w as was from policy_switch
    window w as (partition by country, channel, customer_group order by number)) s
  where s.number <> s.before + 1 or s.since < s.was
union all
-- (21) A unit comes back once, and only what was sent and came.
select 'returned what was never sent', u.id::text
  from return_unit u
  join fulfilment_line l on l.id = u.fulfilment_line_id
  join fulfilment_order f on f.id = l.fulfilment_order_id
  where u.unit > l.quantity or (u.is_claimed and f.state not in ('closed', 'collected', 'shipped'))
union all
select 'line of a return without its units', l.id::text
  from return_line l where l.quantity <> (select count(*) from return_unit u where u.return_line_id = l.id)
union all
select 'claimed by a return that is over', u.id::text
  from return_unit u join return_case r on r.id = u.return_id
  where u.is_claimed and r.owed_at is null and r.state in ('declined', 'cancelled', 'expired')
union all
select 'settled before all of it was looked at', r.id::text
  from return_case r where r.state in ('dispositioned', 'settled', 'closed')
    and exists (select from return_unit u where u.return_id = r.id and u.disposition is null)
union all
-- (21) What has come of a return is looked at: it ends by that, and never as if nothing had been sent.
select 'return ended though some of it came', r.id::text
  from return_case r where r.state in ('cancelled', 'expired')
    and exists (select from return_unit u where u.return_id = r.id and u.received_at is not null)
union all
-- (21) A carrier comes to a door only for what waits there for it, and has been there only for what was fetched.
select 'pick-up that nobody waits for', p.return_id::text
  from return_pickup p join return_case r on r.id = p.return_id
  where p.state in ('asked', 'booked') and (r.state <> 'label_issued' or r.method <> 'home')
    or p.state = 'fetched' and (r.method <> 'home' or r.handed_over_at is null)
union all
-- (21) What came back lies where it was graded, for sale or set aside, and nowhere else.
select 'graded differs from the movements', coalesce(g.order_id, m.order_id)::text
  from (
    select r.order_id, l.variant_id, u.node_id, count(*) as units,
        count(*) filter (where u.disposition not in ('restock_a', 'restock_b')) as set_aside
      from return_unit u join return_line l on l.id = u.return_line_id join return_case r on r.id = u.return_id join variant v on v.id = l.variant_id
      where u.disposition not in ('scrap', 'missing', 'back_to_customer') and v.tracked group by 1, 2, 3) g
  full join (
    select order_id, variant_id, node_id, sum(quantity) as units, sum(set_aside) as set_aside
      from stock_movement where kind = 'restocked' and reason like 'return %' group by 1, 2, 3) m
    on (m.order_id, m.variant_id, m.node_id) = (g.order_id, g.variant_id, g.node_id)
  where (g.units, g.set_aside) is distinct from (m.units, m.set_aside)
union all
-- (22) What is exchanged is a line of the order as long as the new thing is bound or went out, and only then; it waits in a parcel of its own.
select 'exchange without its new line', l.id::text
  from return_line l join return_case r on r.id = l.return_id
  where l.exchange_order_line_id is not null and r.exchange_state not in ('held', 'released')
    or l.exchange_variant_id is not null and l.exchange_order_line_id is null and r.exchange_state = 'held'
union all
select 'more goes out than comes back', l.id::text
  from return_line l join order_line o on o.id = l.exchange_order_line_id
  where o.quantity > l.quantity or o.unit_price_minor <> l.exchange_unit_price_minor or o.variant_id <> l.exchange_variant_id
union all
select 'exchange waits where it should not', f.id::text
  from fulfilment_order f
  where f.state = 'on_hold' and f.plan ->> 'returnId' is not null and not exists (
    select from return_case r where r.order_id = f.order_id and r.exchange_state = 'held' and r.id::text = f.plan ->> 'returnId')
union all
-- (22) The new thing is paid for: by what comes back, and by what was paid on top of it.
select 'exchange is not paid for', r.id::text
  from return_case r
  where r.exchange_state in ('held', 'released') and (
      select coalesce(sum(o.quantity * o.unit_price_minor), 0) from return_line l join order_line o on o.id = l.exchange_order_line_id
      where l.return_id = r.id)
    > (select coalesce(sum(c.netted_minor), 0) from order_credit c where c.order_id = r.order_id and c.cause = 'exchange:' || r.id)
      + (select coalesce(sum(p.captured_minor), 0) from payment p where p.order_id = r.order_id and p.change_id = r.id)
union all
-- (21) A return gives what was said and no more, once it says that it owes it, and is closed when that was given.
select 'return gives more than it said', r.id::text
  from return_case r join order_credit c on c.return_id = r.id
  group by r.id having sum(c.goods_minor) > r.goods_minor or sum(c.delivery_minor) > r.bringing_minor
    or r.owed_at is null and bool_or(c.cause = 'return:' || r.id)
union all
select 'closed return that still owes', r.id::text
  from return_case r join order_credit c on c.return_id = r.id join refund f on f.credit_id = c.id
  where r.state = 'closed' and f.state = 'due'
union all
-- (8) What came too late goes back whole, and nothing of the order is given back out of it.
select 'refund out of what came too late', r.id::text
  from refund r join payment p on p.id = r.payment_id
  where p.lapsed_at is not null and p.method in ('upi', 'card') and p.captured_minor > 0
