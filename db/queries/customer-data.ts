import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';

/** All that is kept about a shopper, as it lies in the tables, without what would open something. Times are ISO text. */
export type CustomerData = Record<
  | 'account'
  | 'addresses'
  | 'devices'
  | 'passkeys'
  | 'carts'
  | 'orders'
  | 'mails'
  | 'notices'
  | 'toldOn'
  | 'lookUps'
  | 'waitsFor'
  | 'talks'
  | 'points',
  unknown
>;

const POINTS = sql`coalesce((select json_agg(json_build_object('what', p.kind, 'pending', p.pending_delta, 'spendable', p.spendable_delta,
    'forgiven', p.forgiven_delta, 'order', o.number, 'at', p.at) order by p.number)
  from loyalty_entry p left join orders o on o.id = p.order_id where p.customer_id = u.id), '[]')`;

/** One statement, so it is all of one moment. Undefined when there is no such account. */
export async function customerData(db: Db, customerId: string): Promise<CustomerData | undefined> {
  const { rows } = await sql<{ data: CustomerData }>`
    select json_build_object(
      'account', json_build_object('email', u.email, 'name', u.name, 'phone', u.phone, 'madeAt', u.created_at, 'confirmedAt', u.email_confirmed_at),
      'addresses', coalesce((select json_agg(a.address || jsonb_build_object('isDefault', a.is_default) order by a.made_at)
        from customer_address a where a.customer_id = u.id), '[]'),
      'devices', coalesce((select json_agg(json_build_object('label', s.label, 'since', s.created_at, 'lastSeenAt', s.last_seen_at))
        from user_session s where s.user_id = u.id), '[]'),
      'passkeys', coalesce((select json_agg(json_build_object('name', k.name, 'madeAt', k.made_at, 'lastUsedAt', k.last_used_at) order by k.made_at)
        from passkey k where k.user_id = u.id), '[]'),
      'carts', coalesce((select json_agg(json_build_object(
          'state', c.state, 'openedAt', c.created_at, 'changedAt', c.updated_at, 'contact', c.contact, 'address', c.address, 'note', c.note,
          'lines', (select coalesce(json_agg(json_build_object('title', p.title, 'sku', v.sku, 'quantity', l.quantity,
              'unitPriceMinor', l.unit_price_minor, 'addedBy', l.added_by, 'addedAt', l.added_at) order by l.place), '[]')
            from cart_line l join variant v on v.id = l.variant_id join product p on p.id = v.product_id where l.cart_id = c.id),
          'saved', (select coalesce(json_agg(json_build_object('title', p.title, 'sku', v.sku, 'quantity', k.quantity, 'savedAt', k.saved_at)), '[]')
            from cart_saved k join variant v on v.id = k.variant_id join product p on p.id = v.product_id where k.cart_id = c.id),
          'operations', (select coalesce(json_agg(json_build_object('kind', o.kind, 'body', o.body, 'author', o.author, 'device', o.device,
              'madeAt', o.made_at, 'outcome', o.outcome) order by o.version), '[]') from cart_operation o where o.cart_id = c.id)
        ) order by c.created_at) from cart c where c.customer_id = u.id), '[]'),
      'orders', coalesce((select json_agg(json_build_object(
          'number', o.number, 'placedAt', o.placed_at, 'life', o.life, 'currency', o.currency, 'goodsMinor', o.goods_minor,
          'deliveryMinor', o.delivery_minor, 'taxIncludedMinor', o.tax_included_minor, 'totalMinor', o.total_minor,
          'contact', o.contact, 'address', o.address, 'note', o.note,
          'lines', (select coalesce(json_agg(json_build_object('title', l.title, 'options', l.options, 'sku', l.sku, 'quantity', l.quantity,
            'unitPriceMinor', l.unit_price_minor) order by l.place), '[]') from order_line l where l.order_id = o.id),
          'askedOfCarriers', (select coalesce(json_agg(json_build_object('safePlace', w.safe_place, 'collectAt', n.name, 'at', w.at)), '[]')
            from parcel_wish w join fulfilment_order f on f.id = w.fulfilment_order_id left join node n on n.id = w.collect_node_id
            where f.order_id = o.id),
          'paidWith', (select coalesce(json_agg(distinct jsonb_build_object('method', p.method, 'card', t.instrument ->> 'brand',
              'lastFour', t.instrument ->> 'lastFour')), '[]') from payment p left join payment_transaction t on t.payment_id = p.id
            where p.order_id = o.id),
          'foundWithoutReceipt', (select coalesce(json_agg(json_build_object('by', w.name, 'at', n.name, 'way', s.way, 'when', s.at) order by s.at), '[]')
            from receipt_search s join app_user w on w.id = s.user_id join node n on n.id = s.node_id where s.order_ids @> array[o.id]),
          'returns', (select coalesce(json_agg(json_build_object('number', r.number, 'state', r.state, 'askedAt', r.asked_at,
              'askedOnceMore', r.appeal_words, 'declinedBecause', r.reason_declined,
              'lines', (select json_agg(json_build_object('title', ol.title, 'quantity', rl.quantity, 'reason', rl.reason, 'detail', rl.detail,
                  'words', rl.words) order by rl.place) from return_line rl join order_line ol on ol.id = rl.order_line_id where rl.return_id = r.id)
            ) order by r.asked_at), '[]') from return_case r where r.order_id = o.id),
          'returnPhotos', (select coalesce(json_agg(json_build_object('at', f.at, 'return', c.number,
              'jpeg', replace(encode(f.picture, 'base64'), e'\n', '')) order by f.at, f.id), '[]')
            from return_photo f left join return_line rl on rl.id = f.return_line_id left join return_case c on c.id = rl.return_id
            where f.order_id = o.id)
        ) order by o.placed_at) from orders o where o.customer_id = u.id), '[]'),
      'mails', coalesce((select json_agg(json_build_object('subject', m.subject, 'madeAt', m.made_at, 'sentAt', m.sent_at,
          'text', case when m.kind in ('account', 'order') then m.text end) order by m.made_at) from mail m where m."to" = u.email), '[]'),
      'notices', coalesce((select json_agg(json_build_object('number', o.number, 'title', t.title, 'words', t.words, 'at', t.at, 'readAt', t.read_at)
          order by t.at) from notice t join orders o on o.id = t.order_id where o.customer_id = u.id), '[]'),
      'toldOn', coalesce((select json_agg(json_build_object('number', o.number, 'by', split_part(s.endpoint, '/', 3), 'since', s.made_at)
          order by s.made_at) from push_subscription s join orders o on o.id = s.order_id where o.customer_id = u.id), '[]'),
      'waitsFor', coalesce((select json_agg(json_build_object('title', p.title, 'sku', v.sku, 'state', w.state, 'askedAt', w.asked_at) order by w.asked_at)
        from stock_alert w join variant v on v.id = w.variant_id join product p on p.id = v.product_id where w.email = lower(u.email)), '[]'),
      'talks', coalesce((select json_agg(json_build_object('begunAt', t.made_at,
          'messages', (select coalesce(json_agg(json_build_object('author', m.author, 'channel', m.channel, 'words', m.words, 'at', m.at) order by m.at), '[]')
            from support_message m where m.thread_id = t.id),
          'proposed', (select coalesce(json_agg(json_build_object('what', a.kind, 'asked', a.arguments, 'state', a.state, 'at', a.proposed_at)
            order by a.proposed_at), '[]') from pending_action a where a.thread_id = t.id),
          'ended', (select coalesce(json_agg(json_build_object('about', k.about, 'openedAt', k.opened_at, 'closedAt', k.closed_at, 'stars', k.stars,
            'words', k.stars_words) order by k.opened_at), '[]') from support_ticket k where k.thread_id = t.id),
          'asked', (select coalesce(json_agg(json_build_object('what', s.tool, 'asked', s.arguments, 'answer', s.decision, 'code', s.code, 'at', s.at)
            order by s.id), '[]') from support_audit s where s.thread_id = t.id)
        ) order by t.made_at) from support_thread t where t.customer_id = u.id), '[]'),
      'points', ${POINTS},
      'lookUps', coalesce((select json_agg(json_build_object('by', k.opened_as, 'at', n.name, 'openedAt', k.opened_at, 'endedAt', k.ended_at)
          order by k.opened_at) from customer_consent k left join node n on n.id = k.node_id
        where k.customer_id = u.id and k.opened_at is not null), '[]')
    ) as data
    from app_user u where u.id = ${customerId} and u.role = 'shopper' and u.ended_at is null`.execute(db);
  return rows[0]?.data;
}

/** The person goes out of every row that says who somebody is; what was bought, when and for how much stays. */
export async function forgetCustomer(tx: Tx, customerId: string, at: Date): Promise<void> {
  await sql`
    update app_user set email = id || '@ended.invalid', name = '', phone = '', password_hash = null, pin_hash = null, ended_at = ${at}
    where id = ${customerId}`.execute(tx);
  // The one thing that is ever changed in the log: what happened stays, and by which account, but not what its person was called.
  await sql`
    update event set actor = actor - 'name', data = case when data ? 'by' then jsonb_set(data, '{by,name}', 'null') else data end
    where actor ->> 'customerId' = ${customerId} and actor ? 'customerId'`.execute(tx);
  await sql`delete from customer_address where customer_id = ${customerId}`.execute(tx);
  await sql`delete from customer_consent where customer_id = ${customerId}`.execute(tx);
  await sql`delete from user_session where user_id = ${customerId}`.execute(tx);
  await sql`delete from passkey where user_id = ${customerId}`.execute(tx);
  // Labels bear the address, and a place to leave things says how somebody lives.
  await sql`
    delete from carrier_label where shipment_id in (
      select s.id from shipment s join fulfilment_order f on f.id = s.fulfilment_order_id join orders o on o.id = f.order_id
      where o.customer_id = ${customerId})`.execute(tx);
  await sql`
    update parcel_wish set safe_place = null, door_pin = null, pin_at = null where fulfilment_order_id in (
      select f.id from fulfilment_order f join orders o on o.id = f.order_id where o.customer_id = ${customerId})`.execute(tx);
  await forgetReturns(tx, customerId);
  await forgetTalks(tx, customerId);
  await sql`
    update payment_transaction set instrument = instrument - 'cardSeal' - 'lastFour' - 'brand' where instrument ? 'cardSeal' and payment_id in (
      select p.id from payment p join orders o on o.id = p.order_id where o.customer_id = ${customerId})`.execute(tx);
  await sql`
    update order_change set wish = jsonb_build_object('kind', kind), undo = case when undo is null then null else undo - 'sent' end
    where kind in ('address', 'note') and order_id in (select id from orders where customer_id = ${customerId})`.execute(tx);
  await sql`delete from push_subscription where order_id in (select id from orders where customer_id = ${customerId})`.execute(tx);
  await sql`
    update cart_grant set revoked_at = ${at}, label = '' where cart_id in (select id from cart where customer_id = ${customerId})
      and revoked_at is null`.execute(tx);
  await sql`
    update cart_operation set author = author || '{"name": null}', body = case when kind = 'note' then '{}' else body end
    where cart_id in (select id from cart where customer_id = ${customerId}) and (kind = 'note' or author ->> 'role' = 'shopper')`.execute(
    tx
  );
  await sql`
    update cart_line set added_by = 'shopper', author = author || '{"name": null}'
    where cart_id in (select id from cart where customer_id = ${customerId}) and author ->> 'role' = 'shopper'`.execute(tx);
  await sql`delete from cart_merge where customer_id = ${customerId}`.execute(tx);
  await sql`update cart_saved set saved_by = 'shopper' where cart_id in (select id from cart where customer_id = ${customerId})`.execute(
    tx
  );
  await sql`
    update cart set contact = null, address = null, note = '', postcode = null, delivery = null,
      state = case when state in ('active', 'checkout') then 'abandoned' else state end
    where customer_id = ${customerId}`.execute(tx);
  await sql`
    update orders set note = '', contact = '{"email": "", "name": "", "phone": ""}',
      address = case when address is null then null else
        jsonb_build_object('line1', '', 'line2', '', 'city', '', 'state', '', 'postcode', '', 'country', address ->> 'country') end
    where customer_id = ${customerId}`.execute(tx);
}

/** What they wrote, were answered and showed when they gave things back, and the labels, which bear their address, as a carrier's reasons may. What came back, and why, stays. */
async function forgetReturns(tx: Tx, customerId: string): Promise<void> {
  const theirs = sql`(select r.id from return_case r join orders o on o.id = r.order_id where o.customer_id = ${customerId})`;
  await sql`update return_line set words = '' where return_id in ${theirs} and words <> ''`.execute(tx);
  await sql`update return_case set appeal_words = '', reason_declined = '' where id in ${theirs}`.execute(tx);
  await sql`delete from return_photo where order_id in (select id from orders where customer_id = ${customerId})`.execute(tx);
  await sql`
    update return_shipment set pdf = null, label_note = '' where return_id in ${theirs} and (pdf is not null or label_note <> '')`.execute(
    tx
  );
  await sql`update return_pickup set note = '' where return_id in ${theirs} and note <> ''`.execute(tx);
  await sql`
    update event set data = jsonb_set(data, '{reason}', '""') where type = 'return.declined' and data ->> 'returnId' in (
      select r.id::text from return_case r join orders o on o.id = r.order_id where o.customer_id = ${customerId})`.execute(tx);
  await sql`
    update notice set words = '' where kind = 'return' and order_id in (select id from orders where customer_id = ${customerId})`.execute(
    tx
  );
}

/** What they said to the assistant and to us, and what it was to do for them. That something was asked, allowed and done stays. */
async function forgetTalks(tx: Tx, customerId: string): Promise<void> {
  const theirs = sql`(select id from support_thread where customer_id = ${customerId}
    or order_id in (select id from orders where customer_id = ${customerId}))`;
  await sql`delete from support_message where thread_id in ${theirs}`.execute(tx);
  await sql`delete from support_note where ticket_id in (select id from support_ticket where thread_id in ${theirs})`.execute(tx);
  await sql`update support_ticket set stars_words = '' where thread_id in ${theirs} and stars_words <> ''`.execute(tx);
  await sql`update pending_action set arguments = '{}', plan = '{}', effect = effect - 'sentTo', reason = '' where thread_id in ${theirs}`.execute(
    tx
  );
}
