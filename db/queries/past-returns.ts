import { sql, type RawBuilder } from 'kysely';
import type { SentLine } from '#lib/commerce/policies/decide-return.ts';
import type { AskedBack, PastReturn } from '#lib/commerce/policies/past-requests.ts';
import type { Policy } from '#lib/commerce/policies/policy.ts';
import type { Db } from '../client.ts';
import { recentOrders } from './past-changes.ts';
import { policyOfRow } from './policies.ts';
import { CAME } from './returnable.ts';

type SentRow = Omit<SentLine, 'handedOverAt' | 'deliveredAt'> & { handedOverAt: string | null; deliveredAt: string | null };
type ReturnRow = Omit<PastReturn['order'], 'lines' | 'lastDeliveredAt'> & {
  number: string;
  at: Date;
  policy: Policy;
  wasAllowed: boolean;
  isKept: boolean;
  asked: AskedBack;
  lines: SentRow[] | null;
};

/** The way that was asked for stays with its event, as another may have been chosen since; who had it in hand at a counter needed no picture. */
const ALLOWED = sql`
  select r.order_id, r.asked_at as at, true as allowed, r.is_kept, jsonb_build_object('method', coalesce(q.data ->> 'method', r.method), 'to', r.refund_to,
    'isKept', r.is_kept and r.keep_percent < 100,
    'payBy', coalesce((select p.method from payment p where p.order_id = r.order_id and p.change_id = r.id and p.method in ('upi', 'card') order by p.created_at limit 1), 'upi'),
    'units', (select jsonb_agg(jsonb_build_object('fulfilmentLineId', l.fulfilment_line_id, 'quantity', l.quantity, 'reason', l.reason,
        'hasPhoto', r.channel = 'pos' or exists (select from return_photo p where p.return_line_id = l.id),
        'exchange', case when v.id is not null then jsonb_build_object('variantId', v.id, 'productId', v.product_id,
          'unitPriceMinor', l.exchange_unit_price_minor) end) order by l.place)
      from return_line l left join variant v on v.id = l.exchange_variant_id where l.return_id = r.id)) as asked
  from return_case r left join event q
    on q.topic = 'order:' || r.order_id and q.type = 'return.requested' and q.data ->> 'returnId' = r.id::text
  where r.order_id in (select id from recent)`;

const REFUSED = sql`
  select f.order_id, f.at, false as allowed, (f.request ->> 'isKept')::boolean as is_kept, f.request as asked
  from policy_refusal f where f.order_id in (select id from recent) and f.asked in ('return', 'exchange') and f.request is not null`;

const toldOf = (kind: 'returnId' | 'fulfilmentOrderId', id: RawBuilder<unknown>, types: readonly string[]) => sql`
  from event q where q.topic = 'order:' || o.id and q.type = any (${types}) and q.data ->> ${sql.lit(kind)} = ${id}::text`;

/** When a case ended that nothing became of; of one that a person said no to only the event tells. */
const CASE_ENDED = sql`coalesce(e.ended_at, (select max(q.at) ${toldOf('returnId', sql`e.id`, ['return.declined'])}))`;
/** A case of its order when it was asked, whatever became of it later. */
const STOOD = sql`e.order_id = o.id and e.asked_at < a.at and (e.state not in ('cancelled', 'expired', 'declined') or ${CASE_ENDED} > a.at)`;
const WAS_EXCHANGE = sql`(e.exchange_state <> 'given_back' or exists (
  select ${toldOf('returnId', sql`e.id`, ['exchange.given_back'])} and q.at > a.at))`;
/** A unit that another case had when it was asked: it was let go as it was graded, or as its case ended. */
const CLAIMED = sql`e.order_id = o.id and e.asked_at < a.at and (u.is_claimed or coalesce(u.graded_at, ${CASE_ENDED}) > a.at)`;

/** What ended without reaching its shopper was still to come before that. */
const PARCEL_STOOD = sql`(f.state not in ('cancelled', 'uncollected', 'unfillable') or a.at < (
  select min(q.at) ${toldOf('fulfilmentOrderId', sql`f.id`, ['fo.cancelled', 'fo.uncollected', 'fo.unfillable'])}))`;

/** What was sent by then, with what others of its returns claimed. */
const SENT = sql`
  select json_agg(json_build_object('fulfilmentLineId', l.id, 'orderLineId', l.order_line_id, 'variantId', l.variant_id, 'productId', v.product_id,
    'category', g.category, 'quantity', l.quantity, 'unitPriceMinor', ol.unit_price_minor,
    'claimed', (select count(*) from return_unit u join return_case e on e.id = u.return_id where u.fulfilment_line_id = l.id and ${CLAIMED}),
    'handedOverAt', coalesce(s.created_at, (${CAME})), 'deliveredAt', (${CAME})) order by ol.place, l.id)
  from fulfilment_order f
    join fulfilment_line l on l.fulfilment_order_id = f.id
    join order_line ol on ol.id = l.order_line_id
    join variant v on v.id = l.variant_id
    join product g on g.id = v.product_id
    left join shipment s on s.fulfilment_order_id = f.id and s.state <> 'cancelled'
  where f.order_id = o.id and ${PARCEL_STOOD} and (f.created_at < a.at or f.created_at = o.placed_at
    or exists (select from jsonb_array_elements(a.asked -> 'units') n where n ->> 'fulfilmentLineId' = l.id::text))`;

/** What was asked to come back of the newest orders: for money, for another thing, or to be kept for some of its price. */
export async function pastReturns(db: Db, limit: number): Promise<PastReturn[]> {
  const { rows } = await sql<ReturnRow>`
    with ${recentOrders(limit)}, asked as (${ALLOWED} union all ${REFUSED})
    select o.number, a.at, a.allowed as "wasAllowed", a.is_kept as "isKept", a.asked, ${policyOfRow('o')} as policy, o.placed_at as "placedAt",
      o.delivery_minor as "bringingMinor", (${SENT}) as lines,
      (select count(*)::int from return_case e where ${STOOD}) as returns,
      (select count(*)::int from return_case e where ${STOOD} and ${WAS_EXCHANGE}) as exchanges,
      (select coalesce(sum(l.unit_price_minor), 0)::bigint from return_case e join return_unit u on u.return_id = e.id
        join return_line l on l.id = u.return_line_id where ${CLAIMED}) as "claimedMinor"
    from asked a join recent o on o.id = a.order_id`.execute(db);
  return rows.map(returnOf);
}

function returnOf({ number, at, policy, wasAllowed, isKept, asked, lines: sent, ...of }: ReturnRow): PastReturn {
  const isAsked = ({ fulfilmentLineId }: SentRow): boolean => asked.units.some((unit) => unit.fulfilmentLineId === fulfilmentLineId);
  const lines = (sent ?? []).map((line): SentLine => {
    // What was allowed to come back had come, although another system told no day of it.
    const came = by(at, line.deliveredAt) ?? (wasAllowed && isAsked(line) ? at : null);
    return { ...line, handedOverAt: by(at, line.handedOverAt) ?? came, deliveredAt: came };
  });
  const days = lines.map(({ deliveredAt }) => deliveredAt).filter((day) => day !== null);
  const isAll = days.length > 0 && days.length === lines.length;
  const lastDeliveredAt = isAll ? new Date(Math.max(...days.map((day) => day.getTime()))) : null;
  const kind = isKept ? 'keep' : asked.units.some(({ exchange }) => exchange) ? 'exchange' : 'return';
  return { kind, number, at, policy, order: { ...of, lines, lastDeliveredAt }, asked, wasAllowed };
}

/** Nothing where that was only later. */
function by(at: Date, told: string | null): Date | null {
  const then = told === null ? null : new Date(told);
  return then !== null && then <= at ? then : null;
}
