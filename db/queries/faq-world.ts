import { sql } from 'kysely';
import type { ZoneBand } from '#lib/commerce/fulfilment/delivery-rules.ts';
import type { TalkMessage } from '#lib/commerce/support/faq/answered-in-talks.ts';
import type { Statistic } from '#lib/commerce/support/faq/statistics.ts';
import type { Db, Tx } from '../client.ts';

type Counting = { bands: readonly ZoneBand[]; zone: string; since: Date; at: Date };

/**
 * Days from the order to the door of what came as standard delivery, half of them or faster, by how far it went; and how many of a hundred
 * things that came back were too small.
 */
export async function countStatistics(db: Db | Tx, { bands, zone, since, at }: Counting): Promise<Statistic[]> {
  const { rows } = await sql<Pick<Statistic, 'name' | 'value' | 'count'>>`
    with band as (
      select b.zone, coalesce(b."upToMetres", 'infinity') as up_to
      from jsonb_to_recordset(${JSON.stringify(bands)}::jsonb) as b(zone text, "upToMetres" float8)),
    came as (
      select (select b.zone from band b where (f.plan ->> 'distanceMetres')::float8 <= b.up_to order by b.up_to limit 1) as how_far,
        (s.delivered_at at time zone ${zone})::date - (o.placed_at at time zone ${zone})::date as days
      from shipment s join fulfilment_order f on f.id = s.fulfilment_order_id join orders o on o.id = f.order_id
      where s.delivered_at between ${since} and ${at} and s.state = 'delivered' and s.service = 'standard' and f.plan ? 'distanceMetres')
    select 'delivery.' || how_far as name, (percentile_disc(0.5) within group (order by days))::int as value, count(*)::int as count
      from came group by how_far
    union all
    select 'too-small', round(100.0 * coalesce(sum(l.quantity) filter (where l.reason = 'too-small'), 0) / sum(l.quantity))::int, sum(l.quantity)::int
      from return_case r join return_line l on l.return_id = r.id where r.handed_over_at between ${since} and ${at}
      having sum(l.quantity) > 0
    order by 1`.execute(db);
  return rows.map((row) => ({ ...row, since: since.toISOString(), at: at.toISOString() }));
}

/**
 * The talks in which one of us spoke of late, in the order of what was said, with what the shop has of whoever spoke: names, mails, phones
 * and addresses, by which their words are masked.
 */
export async function answeredTalks(db: Db, { since, most }: { since: Date; most: number }): Promise<TalkMessage[]> {
  const { rows } = await sql<TalkMessage>`
    with talk as (
      select t.id, t.customer_id, t.order_id, max(m.at) as spoken
      from support_message m join support_thread t on t.id = m.thread_id
      where m.author = 'staff' and m.at >= ${since} group by t.id order by spoken desc, t.id limit ${most}),
    known as (
      select t.id, array_remove(array_agg(distinct k.word), null) as words
      from talk t cross join lateral (
        select unnest(array[u.name, u.email, u.phone]) as word from app_user u where u.id = t.customer_id
        union all
        select unnest(array[o.contact ->> 'name', o.contact ->> 'email', o.contact ->> 'phone', o.address ->> 'name',
          o.address ->> 'line1', o.address ->> 'line2'])
        from orders o where o.id = t.order_id or o.customer_id = t.customer_id
        union all
        select unnest(array[a.address ->> 'line1', a.address ->> 'line2']) from customer_address a where a.customer_id = t.customer_id) k
      group by t.id)
    select m.id::text as "messageId", m.thread_id::text as "threadId", m.author, m.words, m.at,
      coalesce(t.customer_id, t.order_id, t.id)::text as whose, coalesce(k.words, '{}') as known
    from talk t join support_message m on m.thread_id = t.id left join known k on k.id = t.id
    order by t.id, m.seq`.execute(db);
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

export type FaqProduct = { id: string; handle: string; title: string; version: number; attributes: Record<string, string> };

/** Things for sale whose name or search words have one of these, those with most of them first. */
export async function productsNamed(db: Db | Tx, words: readonly string[], limit: number): Promise<FaqProduct[]> {
  if (words.length === 0) return [];
  const any = sql`array_to_string(array(select quote_literal(w) from unnest(${[...words]}::text[]) w), ' | ')::tsquery`;
  const { rows } = await sql<FaqProduct>`
    select p.id, p.handle, p.title, p.version, p.attributes
    from product p where p.status = 'active' and p.published and p.kind = 'goods' and p.search_vector @@ ${any}
    order by ts_rank(p.search_vector, ${any}) desc, p.rank desc, p.id limit ${limit}`.execute(db);
  return rows;
}

/** The versions of these that are for sale. */
export async function productVersions(db: Db | Tx, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('product')
    .select(['id', 'version'])
    .where('id', 'in', ids)
    .where('status', '=', 'active')
    .where('published', '=', true)
    .execute();
  return new Map(rows.map(({ id, version }) => [id, version]));
}
