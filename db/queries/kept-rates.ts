import { sql } from 'kysely';
import type { KeptRate } from '#lib/commerce/fulfilment/kept-rate.ts';
import type { Db, Tx } from '../client.ts';

type Span = { since: Date; at: Date; most: number };

/**
 * The promises of the newest parcels, each with how it ended; `verdict` is null while nobody can say. The first one counts: what was promised at
 * the purchase, or what its shopper wished instead without being asked, and the place and service that it was made for. What was brought is there when it was delivered,
 * what is collected when it lay ready. What is not there when its time is over is late whenever it comes. What was called off,
 * came back or waits elsewhere because its shopper wished so is no promise any more.
 */
const judged = ({ since, at, most }: Span) => sql`
  select coalesce(first.inputs ->> 'nodeId', f.node_id) as node_id, coalesce(first.inputs ->> 'service', f.service) as service,
    first.at, first.deliver_until as first_until, last.deliver_until as last_until, there.at as there_at,
    case
      when newest.state = 'waived' then 'waived'
      when there.at <= first.deliver_until then 'kept'
      when there.at is not null or first.deliver_until < ${at}::timestamptz and f.state <> 'cancelled'
        and (s.state is null or s.state not in ('available_for_pickup', 'return_to_sender', 'returned', 'cancelled')) then 'broken'
    end as verdict
  from (select * from fulfilment_order where method <> 'carry_out' order by id desc limit ${most}) f
    join orders o on o.id = f.order_id and o.life <> 'placed'
    cross join lateral (select p.* from promise p where p.fulfilment_order_id = f.id and (p.number = 1 or p.reason = 'chosen'
      and not exists (select from parcel_choice c where c.fulfilment_order_id = f.id)) order by p.number desc limit 1) first
    cross join lateral (select p.deliver_until from promise p where p.fulfilment_order_id = f.id and p.state in ('committed', 'revised')
      order by p.number desc limit 1) last
    cross join lateral (select p.state from promise p where p.fulfilment_order_id = f.id order by p.number desc limit 1) newest
    left join shipment s on s.fulfilment_order_id = f.id
    cross join lateral (select case f.method when 'ship' then s.delivered_at else (
      select max(e.at) from event e
      where e.topic = 'order:' || f.order_id and e.type = 'fo.ready' and e.data ->> 'fulfilmentOrderId' = f.id::text) end as at) there
  where first.at >= ${since}`;

/** Counts anew; what is not among the newest any more goes. */
export async function reckonKeptRates(tx: Tx, span: Span): Promise<void> {
  await sql`
    insert into kept_rate
      select j.node_id, j.service, count(*) filter (where j.verdict = 'kept'), count(*) filter (where j.verdict = 'broken'),
        count(*) filter (where j.verdict = 'waived'), min(j.at), ${span.at}::timestamptz
      from (${judged(span)}) j join node n on n.id = j.node_id
      where j.verdict is not null group by j.node_id, j.service order by j.node_id, j.service
    on conflict (node_id, service) do update set kept = excluded.kept, broken = excluded.broken, waived = excluded.waived,
      since = excluded.since, computed_at = excluded.computed_at`.execute(tx);
  await tx.deleteFrom('kept_rate').where('computed_at', '<', span.at).execute();
}

/** Those of one place, to be read in the statement that reads the place. */
export const keptRatesOf = (nodeId: string) => sql<KeptRate[]>`
  (select coalesce(jsonb_agg(jsonb_build_object('service', k.service, 'kept', k.kept, 'broken', k.broken, 'since', k.since)
    order by k.service), '[]') from kept_rate k where k.node_id = ${sql.ref(nodeId)})`;

/** Promises that were made in one month (YYYY-MM on the clock of `zone`), counted by how they ended. Days are means. */
export type KeptMonth = {
  nodeId: string;
  nodeName: string;
  service: string;
  month: string;
  keptFirst: number;
  keptLast: number;
  judged: number;
  waived: number;
  promisedDays: number;
  /** More than three days late. */
  veryLate: number;
};

/** By place, service and month, the newest month first. */
export async function keptByMonth(db: Db, { zone, ...span }: Span & { zone: string }): Promise<KeptMonth[]> {
  const { rows } = await sql<KeptMonth>`
    select n.id as "nodeId", n.name as "nodeName", j.service, to_char(j.at at time zone ${zone}, 'YYYY-MM') as month,
      (count(*) filter (where j.verdict = 'kept'))::int as "keptFirst",
      (count(*) filter (where j.verdict in ('kept', 'broken') and j.there_at <= j.last_until))::int as "keptLast",
      (count(*) filter (where j.verdict in ('kept', 'broken')))::int as judged,
      (count(*) filter (where j.verdict = 'waived'))::int as waived,
      coalesce(avg(extract(epoch from j.first_until - j.at) / 86400) filter (where j.verdict in ('kept', 'broken')), 0)::float8 as "promisedDays",
      (count(*) filter (where j.verdict = 'broken' and coalesce(j.there_at, ${span.at}::timestamptz) > j.first_until + interval '3 days'))::int as "veryLate"
    from (${judged(span)}) j join node n on n.id = j.node_id
    where j.verdict is not null group by n.id, n.name, j.service, 4 order by 4 desc, n.name, n.id, j.service`.execute(db);
  return rows;
}
