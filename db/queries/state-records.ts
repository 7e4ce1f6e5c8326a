import { sql, type RawBuilder } from 'kysely';
import type { RecordType } from '#lib/commerce/state/state-record.ts';
import type { Tx } from '../client.ts';
import { changeParts } from './state-change-records.ts';
import { calledAs, lineName, namesOfLines, returnParts, rowName, uuids, type Parts } from './state-return-records.ts';

/** A thing of ours as its record says it; fields may be null, and references name their source. */
/** `parent`: the order that it is of. */
export type OurRecord = {
  our_id: string;
  parent: string | null;
  record: Record<string, unknown>;
  kept: Record<string, unknown>;
  version: number;
};

/** Which of them: some by id; what belongs to one customer; orders that were placed within a time. All without one. */
export type RecordFilter = { ids?: string[]; customerId?: string | undefined; from?: Date | undefined; until?: Date | undefined };

const name = (type: RecordType, id: RawBuilder<unknown>) => sql`left join lateral (
  select source, external_id, kept from external_ref where type = ${sql.lit(type)} and our_id = ${id} order by at, source limit 1) r on true`;
const head = (type: RecordType, id: RawBuilder<unknown>) =>
  sql`'type', ${sql.lit(type)}::text, 'source', coalesce(r.source, 'throughline'), 'external_id', coalesce(r.external_id, ${id})`;

/** When each thing last happened to the order or to one parcel of it, in one look at its events; what was filled in by an import does not count. */
const heardOf = (which = sql`true`) => sql`left join lateral (
  select jsonb_object_agg(e.type, e.at order by e.version) as at from event e
  where e.topic = 'order:' || o.id and not e.data ? 'inferred' and ${which}) heard on true`;
const heard = (type: string) => sql`heard.at -> ${sql.lit(type)}`;
const ofParcel = sql`e.data ->> 'fulfilmentOrderId' = f.id::text`;

const PARTS: Record<RecordType, Parts> = {
  change: changeParts,
  product: {
    id: sql`p.id::text`,
    from: sql`product p`,
    ids: uuids(sql`p.id`),
    record: sql`'handle', p.handle, 'title', p.title, 'subtitle', p.subtitle, 'description', p.description_html, 'vendor', p.vendor,
      'product_type', p.product_type, 'category', p.category, 'tags', p.tags, 'status', p.status, 'published', p.published, 'kind', p.kind,
      'size_class', p.size_class, 'options', p.option_names, 'options_linked', p.option_linked, 'seo_title', p.seo_title,
      'seo_description', p.seo_description, 'search_words', p.search_words, 'rank', p.rank, 'created_at', p.created_at, 'attributes', p.attributes,
      'images', (select coalesce(jsonb_agg(jsonb_build_object('src', i.src, 'alt', i.alt, 'width', i.width, 'height', i.height) order by i.position, i.src), '[]')
        from product_image i where i.product_id = p.id)`
  },
  variant: {
    id: sql`v.id::text`,
    from: sql`variant v`,
    ids: uuids(sql`v.id`),
    record: sql`'product', ${calledAs('product', sql`v.product_id::text`)}, 'position', v.position, 'options', v.options, 'sku', v.sku,
      'barcode', v.barcode, 'weight_grams', v.weight_grams::text, 'weight_unit', v.weight_unit, 'counted', v.tracked,
      'sell_beyond_stock', v.sell_beyond_stock, 'requires_shipping', v.requires_shipping, 'taxable', v.taxable, 'tax_code', v.tax_code,
      'cost', v.cost_minor, 'image', v.image_src, 'attributes', v.attributes`
  },
  price: {
    id: sql`c.variant_id || '/' || c.price_list`,
    from: sql`price c`,
    ids: (ids) => sql`(c.variant_id, c.price_list) in (select split_part(id, '/', 1)::uuid, substr(id, 38) from unnest(${ids}::text[]) id)`,
    record: sql`'variant', ${calledAs('variant', sql`c.variant_id::text`)}, 'price_list', c.price_list, 'currency', c.currency, 'amount', c.amount_minor,
      'compare_at', c.compare_at_minor`
  },
  location: {
    id: sql`n.id`,
    from: sql`node n`,
    ids: (ids) => sql`n.id = any (${ids}::text[])`,
    record: sql`'name', n.name, 'kind', n.kind, 'address', n.address, 'city', n.city, 'postcode', n.postcode, 'country', n.country,
      'region', n.region, 'lat', n.lat, 'lng', n.lng, 'time_zone', n.time_zone, 'opening', n.opening, 'cutoffs', n.cutoffs,
      'closed_dates', n.closed_dates, 'processing_minutes', n.processing_minutes, 'capacity_per_day', n.capacity_per_day, 'methods', n.methods,
      'phone', n.phone`
  },
  stock: {
    id: sql`l.variant_id || '/' || l.node_id`,
    from: sql`stock_level l`,
    ids: (ids) =>
      sql`(l.variant_id, l.node_id) in (select split_part(id, '/', 1)::uuid, split_part(id, '/', 2) from unnest(${ids}::text[]) id)`,
    record: sql`'variant', ${calledAs('variant', sql`l.variant_id::text`)}, 'location', ${calledAs('location', sql`l.node_id`)}, 'on_hand', l.on_hand,
      'unavailable', l.unavailable, 'safety', l.safety, 'for_counter', l.for_counter, 'bin', l.bin, 'counted_at', l.counted_at`
  },
  customer: {
    id: sql`u.id`,
    from: sql`(
      select id::text, email, name, phone, created_at, email_confirmed_at from app_user where role = 'shopper' and ended_at is null
      union all select our_id, null, null, null, null, null from external_ref g where type = 'customer' and kept ? 'record') u`,
    ids: (ids) => sql`u.id = any (${ids}::text[])`,
    record: sql`'name', u.name, 'emails', array_remove(array[u.email], null), 'phones', array_remove(array[nullif(u.phone, '')], null),
      'registered', true, 'created_at', u.created_at, 'email_confirmed_at', u.email_confirmed_at,
      'addresses', (select coalesce(jsonb_agg(a.address || jsonb_build_object('default_shipping', case when a.is_default then true end) order by a.made_at, a.id), '[]')
        from customer_address a where a.customer_id::text = u.id),
      'loyalty', coalesce((select jsonb_build_object('points', k.pending + k.spendable) from loyalty_account k where k.customer_id::text = u.id),
        case when r.kept ? '/loyalty/tier' then '{}'::jsonb end)`
  },
  gift_card: {
    id: sql`g.id::text`,
    from: sql`stored_value g`,
    ids: uuids(sql`g.id`),
    record: sql`'kind', g.kind, 'seal', g.code_seal, 'last_four', g.last_four,
      'customer', case when g.customer_id is not null then ${calledAs('customer', sql`g.customer_id::text`)} end,
      'order', case when g.order_id is not null then ${calledAs('order', sql`g.order_id::text`)} end, 'currency', g.currency, 'balance', g.balance_minor,
      'state', g.state, 'issued_at', g.issued_at, 'expires_at', g.expires_at,
      'entries', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'delta', e.delta_minor, 'cause', e.cause,
        'order', case when e.order_id is not null then ${calledAs('order', sql`e.order_id::text`)} end,
        'payment', case when e.payment_id is not null then ${calledAs('payment', sql`e.payment_id::text`)} end, 'refund', e.refund_id, 'at', e.at)
        order by e.number), '[]') from stored_value_entry e where e.stored_value_id = g.id)`
  },
  order: {
    id: sql`o.id::text`,
    from: sql`orders o ${heardOf(sql`e.type in ('order.confirmed', 'order.cancelled', 'order.completed')`)}`,
    ids: uuids(sql`o.id`),
    record: sql`'number', o.number, 'channel', o.channel, 'state', o.life,
      'customer', case when o.customer_id is not null then ${calledAs('customer', sql`o.customer_id::text`)} end, 'contact', o.contact,
      'address', o.address, 'country', o.country, 'currency', o.currency, 'placed_at', o.placed_at, 'pay_by', o.pay_by,
      'confirmed_at', ${heard('order.confirmed')}, 'cancelled_at', ${heard('order.cancelled')},
      'cancel_reason', (select e.data ->> 'reason' from event e where e.topic = 'order:' || o.id and e.type = 'order.cancelled' and not e.data ? 'inferred' limit 1),
      'completed_at', case when o.life in ('completed', 'closed') then ${heard('order.completed')} end, 'delivery', o.delivery_minor, 'tax_included', o.tax_included_minor, 'total', o.total_minor,
      'note', o.note, 'lines', (select jsonb_agg(jsonb_build_object('id', ${rowName},
        'variant', ${calledAs('variant', sql`i.variant_id::text`)}, 'title', i.title,
        'options', i.options, 'sku', i.sku, 'image', i.image_src, 'quantity', i.quantity, 'unit_price', i.unit_price_minor) order by i.place)
        from order_line i where i.order_id = o.id)`
  },
  shipment: {
    id: sql`f.id::text`,
    from: sql`fulfilment_order f join orders o on o.id = f.order_id left join shipment s on s.fulfilment_order_id = f.id
      ${namesOfLines} ${heardOf(ofParcel)}`,
    ids: uuids(sql`f.order_id`),
    record: sql`'order', ${calledAs('order', sql`o.id::text`)}, 'place', f.place, 'location', case when f.node_id is not null then ${calledAs('location', sql`f.node_id`)} end,
      'method', f.method, 'service', f.service, 'state', f.state, 'carrier_state', s.state,
      'lines', (select coalesce(jsonb_agg(jsonb_build_object('line', ${lineName}, 'quantity', x.quantity,
        'variant', case when x.variant_id <> i.variant_id then ${calledAs('variant', sql`x.variant_id::text`)} end) order by i.place), '[]')
        from fulfilment_line x join order_line i on i.id = x.order_line_id where x.fulfilment_order_id = f.id),
      'created_at', f.created_at, 'released_at', ${heard('fo.released')}, 'picking_at', ${heard('fo.accepted')},
      'packed_at', ${heard('fo.packed')}, 'ready_at', ${heard('fo.ready')}, 'shipped_at', s.created_at,
      'delivered_at', s.delivered_at, 'collected_at', ${heard('fo.collected')}, 'cancelled_at', ${heard('fo.cancelled')},
      'uncollected_at', ${heard('fo.uncollected')}, 'collect_code', f.collect_code, 'ship_by', f.plan ->> 'shipBy',
      'waits_for', case when f.state = 'on_hold' and f.plan ->> 'returnId' is not null then ${calledAs('return', sql`f.plan ->> 'returnId'`)} end,
      'distance_metres', f.plan -> 'distanceMetres', 'carrier', s.carrier, 'tracking_number', s.tracking_number, 'estimate_from', s.estimate_from,
      'estimate_until', s.estimate_until,
      'choice', (select jsonb_build_object('from', ${calledAs('location', sql`c.from_node_id`)}, 'reason', c.reason, 'missing', c.missing,
        'asked_at', c.asked_at, 'decide_by', c.decide_by) from parcel_choice c where c.fulfilment_order_id = f.id and c.state = 'open'),
      'wish', (select jsonb_build_object('safe_place', w.safe_place, 'door_pin', w.door_pin, 'pin_at', w.pin_at,
        'collect', case when w.collect_node_id is not null then ${calledAs('location', sql`w.collect_node_id`)} end, 'told_at', w.told_at,
        'refused', w.refused, 'at', w.at) from parcel_wish w where w.fulfilment_order_id = f.id),
      'promises', (select coalesce(jsonb_agg(jsonb_build_object('state', m.state, 'deliver_from', m.deliver_from, 'deliver_until', m.deliver_until,
        'reason', m.reason, 'detail', m.detail, 'rule', m.rule_version, 'at', m.at) order by m.number), '[]') from promise m where m.fulfilment_order_id = f.id),
      'tracking', (select coalesce(jsonb_agg(jsonb_build_object('id', t.provider_event_id, 'provider', t.provider, 'status', t.status,
        'detail', t.detail, 'message', t.message, 'city', t.city, 'lat', t.lat, 'lng', t.lng, 'at', t.occurred_at, 'received_at', t.received_at)
        order by t.occurred_at, t.provider, t.provider_event_id), '[]') from tracking_event t where t.shipment_id = s.id)`
  },
  payment: {
    id: sql`p.id::text`,
    from: sql`payment p join orders o on o.id = p.order_id`,
    ids: uuids(sql`p.order_id`),
    record: sql`'order', ${calledAs('order', sql`o.id::text`)}, 'method', p.method, 'state', p.state, 'currency', p.currency, 'amount', p.amount_minor,
      'captured', case when p.method = 'cash' then p.captured_minor end, 'change', case when exists (select from order_change h where h.id = p.change_id) then ${calledAs('change', sql`p.change_id::text`)} end,
      'return', case when exists (select from return_case r where r.id = p.change_id) then ${calledAs('return', sql`p.change_id::text`)} end,
      'pay_by', p.pay_by, 'lapsed_at', p.lapsed_at,
      'at', p.created_at,
      'transactions', (select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'state', t.state, 'amount', t.amount_minor, 'instrument', t.instrument,
        'reference', t.reference, 'reason', t.reason, 'key', t.provider_key,
        'shipment', case when t.fulfilment_order_id is not null then ${calledAs('shipment', sql`t.fulfilment_order_id::text`)} end,
        'at', t.started_at, 'ended_at', t.ended_at) order by t.started_at, t.provider_key), '[]')
        from payment_transaction t where t.payment_id = p.id and t.kind <> 'refund')`
  },
  credit: {
    id: sql`c.id::text`,
    from: sql`order_credit c join orders o on o.id = c.order_id`,
    ids: uuids(sql`c.order_id`),
    record: sql`'order', ${calledAs('order', sql`o.id::text`)}, 'cause', c.cause, 'reason', c.reason,
      'shipment', case when c.fulfilment_order_id is not null then ${calledAs('shipment', sql`c.fulfilment_order_id::text`)} end, 'return', case when c.return_id is not null then ${calledAs('return', sql`c.return_id::text`)} end,
      'goods', c.goods_minor, 'delivery', c.delivery_minor, 'goodwill', c.goodwill_minor, 'fee', c.fee_minor, 'netted', c.netted_minor,
      'untaken', c.untaken_minor, 'bonus', c.bonus_minor, 'policy', c.policy, 'at', c.at,
      'refunds', (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'payment', ${calledAs('payment', sql`x.payment_id::text`)}, 'amount', x.amount_minor,
        'how', x.how, 'state', x.state, 'due_at', x.due_at, 'paid_at', x.paid_at) order by x.id), '[]') from refund x where x.credit_id = c.id)`
  },
  refund: {
    id: sql`t.id::text`,
    from: sql`payment_transaction t join payment p on p.id = t.payment_id and t.kind = 'refund' join orders o on o.id = p.order_id`,
    ids: uuids(sql`p.order_id`),
    record: sql`'payment', ${calledAs('payment', sql`p.id::text`)}, 'amount', t.amount_minor, 'currency', p.currency, 'state', t.state, 'reason', t.reason,
      'reference', t.reference, 'instrument', t.instrument, 'key', t.provider_key, 'at', t.started_at, 'ended_at', t.ended_at`
  },
  return: returnParts
};

const OF_ORDERS: ReadonlySet<RecordType> = new Set(['order', 'shipment', 'payment', 'refund', 'credit', 'return', 'change']);

function wanted(type: RecordType, { ids, customerId, from, until }: RecordFilter): RawBuilder<unknown> {
  const all = [
    ...(ids ? [PARTS[type].ids(ids)] : []),
    ...(customerId === undefined ? [] : [customerOf(type, customerId)]),
    ...(from && OF_ORDERS.has(type) ? [sql`o.placed_at >= ${from}`] : []),
    ...(until && OF_ORDERS.has(type) ? [sql`o.placed_at < ${until}`] : [])
  ];
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `);
}

/** What the shop has of one person, and nothing else. */
function customerOf(type: RecordType, customerId: string): RawBuilder<unknown> {
  if (type === 'customer') return sql`u.id = ${customerId}`;
  if (type === 'gift_card') return sql`g.customer_id::text = ${customerId}`;
  return OF_ORDERS.has(type) ? sql`o.customer_id::text = ${customerId}` : sql`false`;
}

/** Parts of orders are asked for by the ids of their orders. */
function recordsQuery(type: RecordType, filter: RecordFilter): RawBuilder<OurRecord> {
  const { id, from, record } = PARTS[type];
  return sql<OurRecord>`
    select ${id} as our_id, ${OF_ORDERS.has(type) ? sql`o.id::text` : sql`null`} as parent, jsonb_build_object(${head(type, id)}, ${record}) as record, coalesce(r.kept, '{}') as kept,
      state_version(${sql.lit(type)}, ${id}) as version
    from ${from} ${name(type, id)} where ${wanted(type, filter)}`;
}

export async function ourRecords(tx: Tx, type: RecordType, ids: string[]): Promise<OurRecord[]> {
  return ids.length === 0 ? [] : (await recordsQuery(type, { ids }).execute(tx)).rows;
}

const AT_ONCE = 500;

/** All records of a type, sorted by what they are called, a few at a time out of one look at the shop. Their versions are not asked for: that takes long. */
export async function* recordsInOrder(tx: Tx, type: RecordType, filter: RecordFilter): AsyncGenerator<Omit<OurRecord, 'version'>[]> {
  const cursor = sql.id(`state_${type}`);
  await sql`declare ${cursor} no scroll cursor for select our_id, parent, record, kept from (${recordsQuery(type, filter)}) x
    order by record ->> 'source' collate "C", record ->> 'external_id' collate "C"`.execute(tx);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one page after the other is the point
    const { rows } = await sql<Omit<OurRecord, 'version'>>`fetch ${sql.lit(AT_ONCE)} from ${cursor}`.execute(tx);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close ${cursor}`.execute(tx);
}
