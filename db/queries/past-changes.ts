import { sql } from 'kysely';
import type { AskedPayment } from '#lib/commerce/policies/decide-payment.ts';
import {
  stateAfter,
  type KeptCancel,
  type KeptDelivery,
  type KeptSwap,
  type PastAddress,
  type PastCancel,
  type PastDelivery,
  type PastParcel,
  type PastPayment,
  type PastSwap
} from '#lib/commerce/policies/past-requests.ts';
import type { Policy } from '#lib/commerce/policies/policy.ts';
import type { Db } from '../client.ts';
import { policyOfRow } from './policies.ts';

type PastChange = PastCancel | PastAddress | PastSwap | PastPayment | PastDelivery;
type ChangeRow = {
  number: string;
  at: Date;
  policy: Policy;
  itemChanges: number;
  stood: PastParcel[] | null;
  told: { type: string | null; method: PastParcel['method'] }[];
} & (
  | { kind: 'cancel'; asked: Omit<KeptCancel, 'lines'> }
  | { kind: 'address'; asked: null }
  | { kind: 'swap'; asked: Omit<KeptSwap, 'lines'> }
  | { kind: 'payment'; asked: AskedPayment }
  | { kind: 'delivery'; asked: Pick<KeptDelivery, 'wish'> }
);

/** The newest orders: all that is tried is of these. */
export const recentOrders = (limit: number) => sql`recent as (select * from orders order by placed_at desc, id desc limit ${limit})`;

/**
 * The parcels that a change named: of which units were called off, which were sent elsewhere, which another thing came into. Of what was called
 * off and could not be taken back it named only those that ended whole.
 */
const TOUCHED = sql`case
  when x.kind = 'cancel' and jsonb_array_length(x.undo -> 'ended') > 0 then array(
    select coalesce(e ->> 'from', e ->> 'parcelId') from jsonb_array_elements(x.undo -> 'ended') e)
  when x.kind in ('address', 'swap') or x.kind = 'cancel' and jsonb_array_length(x.effect -> 'dates') > 0 then array(select d ->> 'parcelId' from jsonb_array_elements(x.effect -> 'dates') d) end`;

/** What it was paid by last, balances of ours aside, and whether that was taken by then. */
const PAID_BY = sql`(select p.method from payment p where p.order_id = x.order_id and p.created_at <= x.at and p.change_id is distinct from x.id
  and p.method not in ('gift_card', 'store_credit') and p.state not in ('declined', 'voided') order by p.created_at desc, p.id desc limit 1)`;
const IS_TAKEN = sql`not exists (select from jsonb_array_elements(x.effect -> 'back') b where b ->> 'how' = 'taken-off')`;

const ALLOWED = sql`
  select x.order_id, x.at, x.at as before, x.kind, x.parcels as stood, ${TOUCHED} as parcels, case x.kind
    when 'cancel' then jsonb_build_object('reason', x.reason)
    when 'swap' then jsonb_build_object('isSameProduct', true, 'difference', case x.effect -> 'more' ->> 'how' when 'now' then jsonb_build_object(
      'method', x.wish ->> 'method', 'amountMinor', x.effect -> 'more' -> 'amountMinor', 'coversMinor', null) end)
    when 'payment' then jsonb_build_object('from', coalesce(${PAID_BY}, 'store_credit'), 'to', x.wish ->> 'method',
      'isTaken', coalesce(${PAID_BY}, '') in ('upi', 'card') or ${IS_TAKEN}) end as asked
  from order_change x where x.kind <> 'note' and x.order_id in (select id from recent)`;

/** What was wished of one that travels moves nothing of it; what went to a store or to the door instead tells so in the same moment. */
const WISHED = sql`
  select o.id, e.at, e.at + case e.type when 'order.wished' then interval '1 millisecond' else interval '0' end, 'delivery',
    case when e.data ? 'stood' then jsonb_build_array(e.data -> 'stood')
      when e.data -> 'isUnderWay' = 'true' then '[{"state": "shipped", "method": "ship"}]'::jsonb end,
    array[e.data ->> 'fulfilmentOrderId'], jsonb_build_object('wish', coalesce(e.data ->> 'kind', 'collect'))
  from recent o join event e on e.topic = 'order:' || o.id and e.type in ('order.wished', 'order.changed')`;

/** What was told in the same moment came before a "no", which tells nothing itself. Of one from before it stayed with what was asked, what its code tells. */
const REFUSED = sql`
  select r.order_id, r.at, r.at + interval '1 millisecond' as before, r.asked as kind, r.parcels as stood,
    case when jsonb_typeof(r.request -> 'lines') = 'array' then array(select l.fulfilment_order_id::text from fulfilment_line l
      where l.order_line_id::text in (select jsonb_array_elements_text(r.request -> 'lines')))
      when r.asked = 'delivery' then array[r.request ->> 'parcelId'] end as parcels,
    coalesce(r.request, case r.asked
      when 'cancel' then jsonb_build_object('reason', case r.code when 'reason-not-taken' then r.detail else 'other' end)
      when 'swap' then jsonb_build_object('isSameProduct', r.code <> 'not-same-product', 'difference', null) end) as asked
  from policy_refusal r where r.order_id in (select id from recent)
    and (r.asked in ('cancel', 'address', 'swap') or r.asked in ('payment', 'delivery') and r.request is not null)`;

/** For what nobody kept it of: parcels that there were when it was asked, each with the last that was told of it by then. What waits for something that comes back is no part of it. */
const TOLD = sql`
  select coalesce(json_agg(json_build_object('type', t.type, 'method', f.method) order by f.place), '[]')
  from fulfilment_order f left join lateral (
    select e.type from event e
    where e.topic = 'order:' || o.id and (e.type like 'fo.%' or e.type = 'shipment.delivered')
      and e.at < a.before and e.data ->> 'fulfilmentOrderId' = f.id::text
    order by e.version desc limit 1) t on true
  where f.order_id = o.id and (f.created_at < a.before or f.created_at = o.placed_at) and (a.parcels is null or f.id::text = any (a.parcels))
    and not (f.state = 'on_hold' and f.plan ? 'returnId')`;

/** What was asked to be changed of the newest orders, and what became of it or was refused. */
export async function pastChanges(db: Db, limit: number): Promise<PastChange[]> {
  const { rows } = await sql<ChangeRow>`
    with ${recentOrders(limit)}, asked as (${ALLOWED} union all ${WISHED} union all ${REFUSED})
    select o.number, a.at, a.kind, a.asked, ${policyOfRow('o')} as policy,
      (select count(*)::int from order_change x where x.order_id = o.id and x.kind = 'swap' and x.at < a.at and x.state in ('confirmed', 'settled'))
        as "itemChanges",
      a.stood, (${TOLD}) as told
    from asked a join recent o on o.id = a.order_id`.execute(db);
  return rows.map(changeOf);
}

function changeOf({ number, at, policy, itemChanges, stood, told, ...row }: ChangeRow): PastChange {
  const parcels = stood ?? told.map(({ type, method }) => ({ state: stateAfter(type), method }));
  const of = { number, at, policy, parcels, isGuessed: stood === null };
  switch (row.kind) {
    case 'cancel':
      return { ...of, kind: row.kind, itemChanges, reason: row.asked.reason };
    case 'address':
      return { ...of, kind: row.kind };
    case 'swap':
      return { ...of, kind: row.kind, itemChanges, isSameProduct: row.asked.isSameProduct, difference: row.asked.difference };
    case 'payment':
      return { ...of, kind: row.kind, asked: row.asked };
    case 'delivery':
      return { ...of, kind: row.kind, wish: row.asked.wish };
  }
}
