import { sql } from 'kysely';
import { stateAfter, type PastCancel, type PastRequest, type PastReturn } from '#lib/commerce/policies/past-requests.ts';
import type { Db } from '../client.ts';
import { policyOfRow } from './policies.ts';

type CancelRow = Omit<PastCancel, 'states' | 'kind'> & { told: (string | null)[] };
type ReturnRow = Omit<PastReturn, 'kind' | 'lines'> & {
  lines: (Omit<PastReturn['lines'][number], 'deliveredAt'> & { deliveredAt: string | null })[];
};

const recent = (limit: number) => sql`recent as (select * from orders order by placed_at desc, id desc limit ${limit})`;

/** What was asked of the newest orders, the newest first. A return that was not allowed was not kept with what it was of, and is none of these. */
export async function pastRequests(db: Db, limit: number): Promise<PastRequest[]> {
  const asked: PastRequest[] = [...(await pastCancels(db, limit)), ...(await pastReturns(db, limit))];
  return asked.toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

async function pastCancels(db: Db, limit: number): Promise<PastCancel[]> {
  const { rows } = await sql<CancelRow>`
    with ${recent(limit)}, asked as (
      select x.order_id, x.at, x.reason, case when jsonb_array_length(x.undo -> 'ended') > 0 then array(
        select coalesce(e ->> 'from', e ->> 'parcelId') from jsonb_array_elements(x.undo -> 'ended') e) end as parcels
      from order_change x where x.kind = 'cancel'
      union all
      select r.order_id, r.at, case r.code when 'reason-not-taken' then r.detail else 'other' end, null from policy_refusal r where r.asked = 'cancel')
    select o.number, a.at, a.reason, ${policyOfRow('o')} as policy,
      (select count(*)::int from order_change x where x.order_id = o.id and x.kind = 'swap' and x.at < a.at and x.state in ('confirmed', 'settled'))
        as "itemChanges",
      (select coalesce(json_agg(t.type), '[]')
        from fulfilment_order f left join lateral (
          select e.type from event e
          where e.topic = 'order:' || o.id and e.type like 'fo.%' and e.at < a.at and e.data ->> 'fulfilmentOrderId' = f.id::text
          order by e.version desc limit 1) t on true
        where f.order_id = o.id and (f.created_at < a.at or f.created_at = o.placed_at) and (a.parcels is null or f.id::text = any (a.parcels))) as told
    from asked a join recent o on o.id = a.order_id`.execute(db);
  return rows.map(({ told, ...row }) => ({ ...row, kind: 'cancel', states: told.map(stateAfter) }));
}

const CAME = sql`case f.method when 'carry_out' then o.placed_at when 'ship' then s.delivered_at else (
  select max(e.at) from event e where e.topic = 'order:' || o.id and e.type = 'fo.collected' and e.data ->> 'fulfilmentOrderId' = f.id::text) end`;

async function pastReturns(db: Db, limit: number): Promise<PastReturn[]> {
  const { rows } = await sql<ReturnRow>`
    with ${recent(limit)}
    select o.number, r.asked_at as at, r.method, case r.refund_to when 'store-credit' then 'store-credit' else 'original' end as "to",
      r.is_kept as "isKept", o.delivery_minor as "bringingMinor", o.placed_at as "placedAt", null as "lastDeliveredAt", ${policyOfRow('o')} as policy,
      (select count(*)::int from return_case e where e.order_id = o.id and e.asked_at < r.asked_at and e.state not in ('cancelled', 'expired', 'declined'))
        as returns,
      (select coalesce(sum(l.unit_price_minor), 0)::bigint from return_case e join return_unit u on u.return_id = e.id
        join return_line l on l.id = u.return_line_id where e.order_id = o.id and e.asked_at < r.asked_at and u.is_claimed) as "claimedMinor",
      (select coalesce(json_agg(json_build_object('fulfilmentLineId', l.fulfilment_line_id, 'category', g.category, 'quantity', l.quantity,
          'unitPriceMinor', l.unit_price_minor, 'reason', l.reason, 'deliveredAt', (${CAME}),
          'hasPhoto', exists (select from return_photo p where p.return_line_id = l.id))), '[]')
        from return_line l join fulfilment_line x on x.id = l.fulfilment_line_id join fulfilment_order f on f.id = x.fulfilment_order_id
          left join shipment s on s.fulfilment_order_id = f.id and s.state <> 'cancelled'
          join variant v on v.id = l.variant_id join product g on g.id = v.product_id
        where l.return_id = r.id) as lines
    from return_case r join recent o on o.id = r.order_id`.execute(db);
  return rows.map((row) => {
    const lines = row.lines.map((line) => ({ ...line, deliveredAt: new Date(line.deliveredAt ?? row.at) }));
    return { ...row, kind: 'return', lines, lastDeliveredAt: new Date(Math.max(...lines.map(({ deliveredAt }) => deliveredAt.getTime()))) };
  });
}
