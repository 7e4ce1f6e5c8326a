import { sql } from 'kysely';
import type { LearnedLane } from '#lib/commerce/fulfilment/forecast/lane-times.ts';
import type { LaneTime } from '#lib/commerce/fulfilment/lane-time.ts';
import type { Db, Tx } from '../client.ts';

/** A parcel that a carrier was given; `shipBy` is ISO, null when nobody planned it. */
export type CarriedParcel = {
  nodeId: string;
  service: string;
  metres: number;
  shipBy: string | null;
  handedOverAt: Date;
  deliveredAt: Date | null;
};

/** What comes back, gets lost or waits at a counter says nothing of how long a way is. */
const ON_THE_WAY_OR_THERE = ['pre_transit', 'in_transit', 'out_for_delivery', 'attempt_failed', 'exception', 'delivered'];

/**
 * The newest ones since then. When a carrier got it is what its order's log says: its label may be older. What its shopper wanted at
 * another time once it was on its way is left out: it took as long as they wished.
 */
export async function carriedParcels(db: Db | Tx, { since, most }: { since: Date; most: number }): Promise<CarriedParcel[]> {
  const { rows } = await sql<CarriedParcel>`
    select f.node_id as "nodeId", s.service, (f.plan ->> 'distanceMetres')::float8 as metres, f.plan ->> 'shipBy' as "shipBy",
      e.at as "handedOverAt", s.delivered_at as "deliveredAt"
    from shipment s
      join fulfilment_order f on f.id = s.fulfilment_order_id
      join event e on e.topic = 'order:' || f.order_id and e.type = 'fo.shipped' and e.data ->> 'fulfilmentOrderId' = f.id::text
    where s.created_at >= ${since} and s.state = any (${ON_THE_WAY_OR_THERE}) and f.node_id is not null and f.plan ? 'distanceMetres'
      and not exists (select from promise p where p.fulfilment_order_id = f.id and p.reason = 'chosen' and p.at >= e.at)
    order by s.created_at desc, s.id limit ${most}`.execute(db);
  return rows;
}

/** What was known before and is not any more goes; whoever reads sees the old or the new ones, never some of both. */
export async function replaceLaneTimes(tx: Tx, lanes: readonly LearnedLane[], at: Date): Promise<void> {
  const rows = lanes.map(({ nodeId, late, computedAt, ruleVersion, ...lane }) => ({
    ...lane,
    node_id: nodeId,
    late_n: late.n,
    late_p50: late.p50,
    late_p90: late.p90,
    computed_at: computedAt,
    rule_version: ruleVersion
  }));
  await sql`
    insert into lane_time select r.* from jsonb_populate_recordset(null::lane_time, ${JSON.stringify(rows)}::jsonb) r
    order by r.node_id, r.service, r.zone
    on conflict (node_id, service, zone) do update set unit = excluded.unit, level = excluded.level, n = excluded.n, p50 = excluded.p50,
      p90 = excluded.p90, late_n = excluded.late_n, late_p50 = excluded.late_p50, late_p90 = excluded.late_p90,
      computed_at = excluded.computed_at, rule_version = excluded.rule_version`.execute(tx);
  await tx.deleteFrom('lane_time').where('computed_at', '<', at).execute();
}

/** Those of one place, to be read in the statement that reads the place. */
export const laneTimesOf = (nodeId: string) => sql<LaneTime[]>`
  (select coalesce(jsonb_agg(jsonb_build_object('service', t.service, 'zone', t.zone, 'unit', t.unit, 'level', t.level, 'n', t.n,
    'p50', t.p50, 'p90', t.p90, 'late', jsonb_build_object('n', t.late_n, 'p50', t.late_p50, 'p90', t.late_p90),
    'computedAt', to_char(t.computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'ruleVersion', t.rule_version)
    order by t.service, t.zone), '[]') from lane_time t where t.node_id = ${sql.ref(nodeId)})`;
