import { sql, type RawBuilder } from 'kysely';
import type { RecordType } from '#lib/commerce/state/state-record.ts';

/** How the records of one type are read: their id here, where from, and their fields. */
export type Parts = {
  id: RawBuilder<unknown>;
  from: RawBuilder<unknown>;
  record: RawBuilder<unknown>;
  ids: (ids: string[]) => RawBuilder<unknown>;
};
/** What a thing is called outside: as where it came from, or by our id. Written out at each place, as a function of the database takes twice as long. */
export const calledAs = (type: RecordType, id: RawBuilder<unknown>) => sql`coalesce(
  (select jsonb_build_object('source', source, 'external_id', external_id) from external_ref
    where type = ${sql.lit(type)} and our_id = ${id} order by at, source limit 1),
  jsonb_build_object('source', 'throughline', 'external_id', ${id}))`;
export const uuids = (column: RawBuilder<unknown>) => (ids: string[]) => sql`${column} = any (${ids}::uuid[])`;

/** By the id of its row where that would not come out the same again: version 8 is made of the order and the place. `i`: a line of an order. */
export const rowName = sql`case when substr(i.id::text, 15, 1) <> '8' then i.id::text end`;
/** What other records of the order `o` call a line `i` of it; needs `namesOfLines`. */
export const lineName = sql`coalesce(named.kept ->> ('/lines/' || (i.place - 1) || '/id'), ${rowName}, i.place::text)`;
export const namesOfLines = sql`
  left join lateral (select kept from external_ref where type = 'order' and our_id = o.id::text order by at, source limit 1) named on true`;

const place = (column: RawBuilder<unknown>) => sql`case when ${column} is not null then ${calledAs('location', column)} end`;

const UNITS = sql`
  select jsonb_agg(jsonb_build_object('id', u.id, 'unit', u.unit, 'claimed', u.is_claimed, 'received_at', u.received_at, 'disposition', u.disposition,
    'graded_at', u.graded_at, 'graded_by', case when u.graded_by ->> 'role' <> 'system'
      then jsonb_build_object('role', u.graded_by -> 'role', 'name', u.graded_by -> 'name') end, 'location', ${place(sql`u.node_id`)}, 'note', u.note) order by u.unit, u.id)
  from return_unit u where u.return_line_id = l.id`;

const LINES = sql`
  select jsonb_agg(jsonb_build_object('id', l.id, 'line', ${lineName}, 'shipment', ${calledAs('shipment', sql`x.fulfilment_order_id::text`)},
    'quantity', l.quantity, 'unit_price', l.unit_price_minor, 'reason', l.reason, 'detail', l.detail, 'words', l.words,
    'exchange', case when l.exchange_variant_id is not null then jsonb_build_object('variant', ${calledAs('variant', sql`l.exchange_variant_id::text`)},
      'line', (select ${lineName} from order_line i where i.id = l.exchange_order_line_id), 'unit_price', l.exchange_unit_price_minor) end,
    'units', (${UNITS})) order by l.place)
  from return_line l join fulfilment_line x on x.id = l.fulfilment_line_id join order_line i on i.id = l.order_line_id where l.return_id = k.id`;

const TRAVELS = sql`
  select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'carrier', s.carrier, 'service', s.service, 'tracking_number', s.tracking_number,
    'state', s.state, 'label_state', s.label_state, 'label_note', s.label_note, 'carrier_ref', s.carrier_ref, 'tracker_ref', s.tracker_ref,
    'booked_at', s.booked_at, 'delivered_at', s.delivered_at, 'created_at', s.created_at,
    'tracking', (select coalesce(jsonb_agg(jsonb_build_object('id', t.provider_event_id, 'provider', t.provider, 'status', t.status, 'detail', t.detail,
      'message', t.message, 'city', t.city, 'at', t.occurred_at, 'received_at', t.received_at) order by t.occurred_at, t.provider, t.provider_event_id), '[]')
      from return_scan t where t.return_shipment_id = s.id)) order by s.created_at, s.id), '[]')
  from return_shipment s where s.return_id = k.id`;

const ISSUES = sql`
  select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'kind', w.kind, 'location', ${place(sql`w.node_id`)}, 'words', w.words, 'cause', w.cause,
    'at', w.at, 'ended_at', w.ended_at, 'outcome', nullif(w.outcome, '')) order by w.at, w.id), '[]')
  from return_issue w where w.return_id = k.id`;

export const returnParts: Parts = {
  id: sql`k.id::text`,
  from: sql`return_case k join orders o on o.id = k.order_id ${namesOfLines}`,
  ids: uuids(sql`k.order_id`),
  record: sql`'order', ${calledAs('order', sql`o.id::text`)}, 'number', k.number, 'state', k.state, 'channel', k.channel, 'method', k.method,
    'refund_to', k.refund_to, 'trigger', k.trigger, 'approval', k.approval, 'kept', k.is_kept, 'keep_percent', k.keep_percent,
    'currency', k.currency, 'goods', k.goods_minor, 'bringing', k.bringing_minor, 'fee', k.fee_minor, 'bonus_percent', k.bonus_percent,
    'policy', k.policy, 'drop_location', ${place(sql`k.drop_node_id`)}, 'came_to', ${place(sql`k.came_to_node_id`)},
    'reason_declined', k.reason_declined, 'appealed', k.is_appealed, 'appeal_words', k.appeal_words,
    'exchange_state', k.exchange_state, 'exchange_more', k.exchange_more_minor, 'asked_at', k.asked_at, 'approved_at', k.approved_at,
    'send_by', k.send_by, 'handed_over_at', k.handed_over_at, 'refund_due_at', k.refund_due_at, 'overdue_told', k.is_overdue_told,
    'owed_at', k.owed_at, 'settled_at', k.settled_at, 'ended_at', k.ended_at,
    'lines', (${LINES}), 'travels', (${TRAVELS}), 'issues', (${ISSUES})`
};
