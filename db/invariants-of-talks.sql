-- (23) What the assistant did was shown to and confirmed by whoever's order it is, and the log says so.
select 'action of an order that is not of its talk', a.id::text
  from pending_action a
  join support_thread t on t.id = a.thread_id
  join orders o on o.id = a.order_id
  where coalesce(t.order_id <> o.id, t.customer_id is null or o.customer_id is distinct from t.customer_id)
union all
select 'action that ended without a word in the log', a.id::text
  from pending_action a
  where a.ended_at is not null and not exists (
    select from support_audit s where s.action_id = a.id
      and s.decision = case a.state when 'done' then 'done' when 'withdrawn' then 'withdrawn' else 'refused' end)
union all
select 'done more than once in the log', a.id::text
  from pending_action a where (select count(*) from support_audit s where s.action_id = a.id and s.decision = 'done') > 1
union all
select 'talk with a gap in its messages, or whose last is not told', t.id::text
  from support_thread t
  join lateral (select count(*) as said, max(m.seq) as last from support_message m where m.thread_id = t.id) m on true
  where m.said <> coalesce(m.last, 0) or m.said > t.version
union all
select 'talk with a gap in its messages, or whose last is not told', t.id::text
  from support_thread t
  join lateral (select count(*) as said, max(m.seq) as last from support_message m where m.thread_id = t.id) m on true
  where m.said <> coalesce(m.last, 0) or m.said > t.version
union all
-- (24) What shoppers read of the questions that are asked again and again was let out by one of us, once, and its log says so.
select 'question that went out without a yes in the log', e.id::text
  from faq_entry e
  where e.published_at is not null
    and (select count(*) from event v where v.topic = 'faq:' || e.id and v.type = 'faq.published' and v.actor ->> 'userId' = e.decided_by::text) <> 1
union all
select 'question whose versions are not those of its log', e.id::text
  from faq_entry e where e.version <> (select count(*) from event v where v.topic = 'faq:' || e.id)
union all
-- (25) A talk is taken by whoever has its ticket in hand, and by nobody when it is over.
select 'talk taken by somebody who does not have its ticket', t.id::text
  from support_thread t
  where t.taken_by is not null and not exists (
    select from support_ticket k where k.thread_id = t.id and k.state in ('assigned', 'waiting') and k.assignee_id = t.taken_by)
union all
-- (25) What one of us said answers a ticket: the first of it stopped its clock.
select 'answered ticket of a talk in which none of us spoke', k.id::text
  from support_ticket k
  where k.first_answered_at is not null and exists (select from support_message m where m.thread_id = k.thread_id)
    and not exists (select from support_message m where m.thread_id = k.thread_id and m.author = 'staff' and m.at <= k.first_answered_at)
union all
select 'ticket of an order that is not of its talk', k.id::text
  from support_ticket k
  join support_thread t on t.id = k.thread_id
  join orders o on o.id = k.order_id
  where coalesce(t.order_id <> o.id, t.customer_id is null or o.customer_id is distinct from t.customer_id)
