import { sql } from 'kysely';
import type { SearchWay } from '#lib/commerce/returns/receipt-search.ts';
import type { Db, Tx } from '../client.ts';

type Within = { since: Date; limit: number };

/** Of an order that something was sent of, or carried out: what may come back at all. */
const SENT = sql`exists (
  select from fulfilment_order f where f.order_id = o.id and f.state not in ('cancelled', 'uncollected', 'unfillable'))`;

/** `phone`: its last ten digits. The newest first. */
export async function ordersOfPhone(db: Db, { phone, since, limit }: Within & { phone: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders o
    where right(regexp_replace(o.contact ->> 'phone', '\\D', '', 'g'), 10) = ${phone} and o.contact ->> 'phone' <> ''
      and o.placed_at >= ${since} and ${SENT}
    order by o.placed_at desc, o.id desc limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function ordersOfCard(db: Db, { cardSeal, since, limit }: Within & { cardSeal: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders o
    where o.id in (select p.order_id from payment_transaction t join payment p on p.id = t.payment_id
        where t.instrument ->> 'cardSeal' = ${cardSeal} and t.instrument ? 'cardSeal')
      and o.placed_at >= ${since} and ${SENT}
    order by o.placed_at desc, o.id desc limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

type NewSearch = { id: string; userId: string; nodeId: string; way: SearchWay; orderIds: readonly string[]; at: Date; until: Date };

export async function insertSearch(tx: Tx, { id, userId, nodeId, way, orderIds, at, until }: NewSearch): Promise<void> {
  const what = { id, user_id: userId, node_id: nodeId, way, at, until };
  await tx
    .insertInto('receipt_search')
    .values({ ...what, order_ids: [...orderIds] })
    .execute();
}

type Whose = { searchId: string; userId: string; at: Date };

/** The order that is the nth of what they found, as long as it may be used; undefined for everybody else. */
export async function foundOrder(db: Db | Tx, of: Whose & { nth: number }): Promise<{ orderId: string; way: SearchWay } | undefined> {
  const { rows } = await sql<{ orderId: string | null; way: SearchWay }>`
    select s.order_ids[${of.nth}::int] as "orderId", s.way from receipt_search s
    where s.id = ${of.searchId} and s.user_id = ${of.userId} and s.until > ${of.at}`.execute(db);
  const [row] = rows;
  return row?.orderId ? { orderId: row.orderId, way: row.way } : undefined;
}

/** What one of us found: what it was, when and where; neither whose it is nor its number. */
export type Found = {
  nth: number;
  placedAt: Date;
  channel: string;
  place: string | null;
  things: string;
  totalMinor: number;
  currency: string;
};

export async function foundBySearch(db: Db, of: Whose): Promise<{ way: SearchWay; found: Found[] } | undefined> {
  const { rows } = await sql<{ way: SearchWay; found: (Omit<Found, 'placedAt'> & { placedAt: string })[] }>`
    select s.way, coalesce(json_agg(json_build_object('nth', u.nth, 'placedAt', o.placed_at, 'channel', o.channel, 'totalMinor', o.total_minor,
        'currency', o.currency, 'place', (select n.name from fulfilment_order f join node n on n.id = f.node_id
          where f.order_id = o.id and o.channel = 'pos' order by f.place limit 1),
        'things', (select string_agg(case l.quantity when 1 then l.title else l.quantity || ' × ' || l.title end, ', ' order by l.place)
          from order_line l where l.order_id = o.id)) order by u.nth) filter (where o.id is not null), '[]') as found
    from receipt_search s
      left join lateral unnest(s.order_ids) with ordinality as u (order_id, nth) on true
      left join orders o on o.id = u.order_id
    where s.id = ${of.searchId} and s.user_id = ${of.userId} and s.until > ${of.at}
    group by s.id`.execute(db);
  const [row] = rows;
  return row && { way: row.way, found: row.found.map((one) => ({ ...one, placedAt: new Date(one.placedAt) })) };
}
