import { sql } from 'kysely';
import type { PolicyMark, ReturnReason } from '#lib/commerce/policies/policy.ts';
import type { ReturnState } from '#lib/commerce/returns/return.machine.ts';
import type { ReturnsSnapshot } from '#lib/commerce/returns/returns-snapshot.ts';
import type { Proof } from '#lib/commerce/returns/receipt-search.ts';
import type { Db } from '../client.ts';
import { insteadOfReturn } from './exchanges.ts';
import { isOverdue } from './return-clock.ts';

export type WaitingReturn = {
  id: string;
  number: string;
  orderNumber: string;
  askedAt: Date;
  things: string;
  reasons: ReturnReason[];
  words: string;
  photoIds: string[];
  goodsMinor: number;
  currency: string;
  policy: PolicyMark;
  isAppealed: boolean;
  /** What its shopper wrote when they asked once more. */
  appealWords: string;
  /** What is wanted instead of money; empty where nothing is. */
  instead: string;
  needsTwo: boolean;
  proof: Proof;
  askedBy: string | null;
  approvedOnceBy: { id: string; name: string } | null;
};

/** What waits for somebody to say yes or no, the longest first. */
export async function waitingReturns(db: Db, limit: number): Promise<WaitingReturn[]> {
  const { rows } = await sql<WaitingReturn>`
    select r.id, r.number, o.number as "orderNumber", r.asked_at as "askedAt", r.goods_minor as "goodsMinor", r.currency, r.policy,
      r.is_appealed as "isAppealed", r.appeal_words as "appealWords", r.approval = 'two-people' as "needsTwo", r.proof, r.asked_by as "askedBy",
      (select json_build_object('id', u.id, 'name', u.name) from app_user u where u.id = r.approved_once_by) as "approvedOnceBy",
      l.things, l.reasons, l.words, ${insteadOfReturn} as instead,
      coalesce((select json_agg(p.id order by p.at, p.id) from return_photo p join return_line rl on rl.id = p.return_line_id
        where rl.return_id = r.id), '[]') as "photoIds"
    from return_case r
      join orders o on o.id = r.order_id
      cross join lateral (
        select string_agg(case l.quantity when 1 then ol.title else l.quantity || ' × ' || ol.title end, ', ' order by l.place) as things,
          json_agg(distinct l.reason) as reasons, string_agg(nullif(l.words, ''), ' · ' order by l.place) as words
        from return_line l join order_line ol on ol.id = l.order_line_id where l.return_id = r.id) l
    where r.state = 'requested' and r.exchange_state is distinct from 'awaiting_payment'
    order by r.asked_at, r.id limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, words: row.words ?? '' }));
}

export type ReturnCost = {
  productId: string;
  title: string;
  units: number;
  /**
   * What the goods cost us: what their shoppers were given for them. That is the whole price of what came back, whatever became of it then; of what they
   * kept the part that the rule gave, as the goods are not lost beyond that. The fee and what bringing cost are of the whole return and of no thing.
   */
  goodsMinor: number;
  reasons: { reason: ReturnReason; units: number }[];
};

/** What never came cost nothing, nor what went back to its shopper unpaid, who may send it anew: no return claims that any more. */
const COST = sql`u.disposition <> 'missing' and (u.disposition <> 'back_to_customer' or u.is_claimed)`;
/** Whole minor units, the half up, as `percentOf` does. */
const GIVEN = sql`round(sum(l.unit_price_minor * r.keep_percent) / 100.0)::bigint`;

/** What came back in a time, and why: by product, the dearest first. Units that stayed with their shopper for some of their price count too. */
export async function returnCosts(db: Db, { from, until }: { from: Date; until: Date }, limit: number): Promise<ReturnCost[]> {
  const { rows } = await sql<ReturnCost>`
    with graded as (
      select v.product_id, l.reason, count(*)::int as units, ${GIVEN} as goods_minor
      from return_unit u join return_line l on l.id = u.return_line_id join return_case r on r.id = u.return_id join variant v on v.id = l.variant_id
      where u.graded_at >= ${from} and u.graded_at < ${until} and ${COST}
      group by v.product_id, l.reason)
    select g.product_id as "productId", p.title, sum(g.units)::int as units, sum(g.goods_minor)::bigint as "goodsMinor",
      json_agg(json_build_object('reason', g.reason, 'units', g.units) order by g.units desc, g.reason) as reasons
    from graded g join product p on p.id = g.product_id
    group by g.product_id, p.title order by sum(g.goods_minor) desc, g.product_id limit ${limit}`.execute(db);
  return rows;
}

export type PlaceCost = Pick<ReturnCost, 'units' | 'goodsMinor' | 'reasons'> & { nodeId: string; name: string; forSale: number };

/** The same by the place that looked at it, with how many are for sale again; at what stayed with its shopper none has looked. */
export async function returnCostsByPlace(db: Db, { from, until }: { from: Date; until: Date }): Promise<PlaceCost[]> {
  const { rows } = await sql<PlaceCost>`
    with graded as (
      select u.node_id, l.reason, count(*)::int as units, ${GIVEN} as goods_minor,
        count(*) filter (where u.disposition in ('restock_a', 'restock_b'))::int as for_sale
      from return_unit u join return_line l on l.id = u.return_line_id join return_case r on r.id = u.return_id
      where u.graded_at >= ${from} and u.graded_at < ${until} and ${COST}
      group by u.node_id, l.reason)
    select n.id as "nodeId", n.name, sum(g.units)::int as units, sum(g.for_sale)::int as "forSale", sum(g.goods_minor)::bigint as "goodsMinor",
      json_agg(json_build_object('reason', g.reason, 'units', g.units) order by g.units desc, g.reason) as reasons
    from graded g join node n on n.id = g.node_id
    group by n.id, n.name order by sum(g.goods_minor) desc, n.id`.execute(db);
  return rows;
}

export type LateReturn = {
  number: string;
  orderNumber: string;
  state: ReturnState;
  refundDueAt: Date;
  nodeName: string | null;
  goodsMinor: number;
  currency: string;
};

/** Whose clock has run out and whose money is not there, the longest first: also after its shopper was told. */
export async function lateReturns(db: Db, at: Date, limit: number): Promise<LateReturn[]> {
  const { rows } = await sql<LateReturn>`
    select r.number, o.number as "orderNumber", r.state, r.refund_due_at as "refundDueAt", n.name as "nodeName", r.goods_minor as "goodsMinor",
      r.currency
    from return_case r join orders o on o.id = r.order_id left join node n on n.id = coalesce(r.came_to_node_id, r.drop_node_id)
    where ${isOverdue(at)} order by r.refund_due_at, r.id limit ${limit}`.execute(db);
  return rows;
}

/** How far the log is in what happened to returns: an index is asked for its last entry. */
export async function returnsSnapshot(db: Db): Promise<ReturnsSnapshot> {
  const { rows } = await sql<{ version: number }>`
    select greatest((select position from event where type like 'return.%' order by position desc limit 1),
      (select position from event where type = 'payment.capture_refused' order by position desc limit 1),
      (select position from event where type in ('refund.refused', 'refund.redirected') order by position desc limit 1), 0) as version`.execute(
    db
  );
  return { desk: 'returns', version: rows[0]?.version ?? 0 };
}
