import { sql, type RawBuilder } from 'kysely';
import type { ListingQuery } from '#lib/commerce/catalog/listing-query.ts';
import type { Db } from '../client.ts';
import { stampOf } from './catalog.ts';

/** A listing as SQL needs it: the search already turned into conditions of PostgreSQL's text search. */
export type ListingAsked = Omit<ListingQuery, 'search' | 'page'> & {
  match: string | undefined;
  /** What was typed itself, without synonyms: such goods come first. */
  literal: string | undefined;
};

export type ListedRow = { id: string; stamp: string; fromMinor: number; toMinor: number; wasMinor: number | null; currency: string };

const LISTED = sql`g.product_id as id, ${stampOf('p')} as stamp, g.from_minor as "fromMinor", g.to_minor as "toMinor",
  g.was_minor as "wasMinor", g.currency`;

type Condition = RawBuilder<boolean>;
const ALL: Condition = sql`true`;

/** One page, in order. The index of the order is walked until the page is full; only for rare words the matches are sorted. */
export async function listedPage(
  db: Db,
  asked: ListingAsked,
  page: { limit: number; offset: number; mostRanked: number }
): Promise<ListedRow[]> {
  const order = orderOf(asked);
  const { rows } = await sql<ListedRow>`
    select ${LISTED}
    from (select g.* from ${ranked(asked, page.mostRanked)} g order by ${order} limit ${page.limit} offset ${page.offset}) g
      join product p on p.id = g.product_id
    order by ${order}`.execute(db);
  return rows;
}

/** How many there are, counted no further than `most`. */
export async function countListed(db: Db, asked: ListingAsked, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from listing g where ${every(conditions(asked))} limit ${most}) found`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Relevance is judged among the first `most` by rank; without words rank is the relevance. */
function ranked(asked: ListingAsked, most: number): RawBuilder<unknown> {
  const found = sql`select g.* from listing g where ${every(conditions(asked))}`;
  return asked.sort === 'relevance' && asked.match !== undefined
    ? sql`(${found} order by g.rank desc, g.product_id limit ${most})`
    : sql`(${found})`;
}

function orderOf({ sort, match, literal }: ListingAsked): RawBuilder<unknown> {
  switch (sort) {
    case 'price':
      return sql`g.from_minor, g.product_id`;
    case 'price-down':
      return sql`g.from_minor desc, g.product_id desc`;
    case 'newest':
      return sql`g.created_at desc, g.product_id`;
    case 'relevance':
      return match === undefined || literal === undefined ? BY_RANK : sql`${nearness(match, literal)} desc, ${BY_RANK}`;
  }
}

const BY_RANK = sql`g.rank desc, g.product_id`;

/** The words themselves in the title, then other names for them there or the words in its shelf, then the words anywhere. */
function nearness(match: string, literal: string): RawBuilder<unknown> {
  return sql`(4 * (g.words @@ ${inTitle(literal)}::tsquery)::int + 2 * (g.words @@ ${inTitle(match)}::tsquery)::int
    + 2 * (g.words @@ ${inShelf(literal)}::tsquery)::int + (g.words @@ ${literal}::tsquery)::int)`;
}

export const inTitle = (match: string): string => match.replaceAll(':*', ':*A');
const inShelf = (match: string): string => match.replaceAll(':*', ':*B');

/** By name, so that counts beside a filter can leave that filter out. */
export function conditions(asked: ListingAsked): Record<'match' | 'department' | 'shelf' | 'looks' | 'price' | 'stock', Condition> {
  const { match, department, shelf, looks, minMinor, maxMinor } = asked;
  return {
    match: match === undefined ? ALL : sql`g.words @@ ${match}::tsquery`,
    department: department === undefined ? ALL : sql`g.department = ${department}`,
    shelf: shelf === undefined ? ALL : sql`g.shelf = ${shelf}`,
    looks: looks.length === 0 ? ALL : sql`g.looks && ${looks}::text[]`,
    price: every([
      minMinor === undefined ? ALL : sql`g.to_minor >= ${minMinor}`,
      maxMinor === undefined ? ALL : sql`g.from_minor <= ${maxMinor}`
    ]),
    stock: every([asked.inStock ? inStock(asked.looks) : ALL, asked.nodeId === undefined ? ALL : onShelfOf(asked.nodeId, asked.looks)])
  };
}

export function every(these: Condition[] | Record<string, Condition>): Condition {
  const told = Object.values(these).filter((condition) => condition !== ALL);
  return told.length === 0 ? ALL : sql`(${sql.join(told, sql` and `)})`;
}

// `offset 0` keeps each of these a look-up for the row in hand; joined, the planner might read the levels of the whole shop.
export function inStock(looks: string[] = []): Condition {
  return sql`(exists (select from stock_level l where l.variant_id = any (g.variant_ids) and l.available > 0 ${ofLooks(looks)} offset 0)
    or exists (select from variant v where v.id = any (g.variant_ids) and (not v.tracked or v.sell_beyond_stock) offset 0))`;
}

export function onShelfOf(nodeId: string, looks: string[] = []): Condition {
  return sql`exists (select from stock_level l
    where l.variant_id = any (g.variant_ids) and l.node_id = ${nodeId} and l.available > 0 ${ofLooks(looks)} offset 0)`;
}

/** Whoever asks for brass and in stock means brass that is in stock. */
const ofLooks = (looks: string[]): RawBuilder<unknown> =>
  looks.length === 0
    ? sql``
    : sql`and exists (select from variant v, unnest(v.options) o where v.id = l.variant_id and lower(o) = any (${looks}::text[]) offset 0)`;

/** These products in this order; those that are no longer for sale are missing. */
export async function listedByIds(db: Db, ids: string[]): Promise<ListedRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ListedRow>`
    select ${LISTED} from unnest(${ids}::uuid[]) with ordinality as w (id, place)
      join listing g on g.product_id = w.id join product p on p.id = g.product_id order by w.place`.execute(db);
  return rows;
}
