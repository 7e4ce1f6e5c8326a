import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { conditions, every, inStock, onShelfOf, type ListingAsked } from './catalog-listing.ts';

export type Counted = { value: string; name: string; count: number };
export type Facets = {
  departments: Counted[];
  shelves: Counted[];
  looks: Counted[];
  /** By place in the list of bands. */
  bands: { band: number; count: number }[];
  inStock: number;
  stores: { nodeId: string; count: number }[];
  /** False when only the first of them were counted. */
  isExact: boolean;
};

type Sampled = { sample: number; bandEdges: readonly number[]; nodeIds: string[] };
type Row = Omit<Facets, 'isExact'> & { seen: number };

/**
 * How many things each filter would leave, every filter counted without itself. Looks at `sample` things at most, the first by
 * rank: beyond that the counts are of a part, and say so.
 */
export async function facets(db: Db, asked: ListingAsked, { sample, bandEdges, nodeIds }: Sampled): Promise<Facets> {
  const { match, department, shelf, looks, price, stock } = conditions(asked);
  const stores = nodeIds.map((nodeId) => sql`(${nodeId}, ${onShelfOf(nodeId)})`);
  const { rows } = await sql<Row>`
    with seen as materialized (
      select g.*, ${shelf} as s, ${looks} as l, ${price} as m, ${stock} as k
      from listing g
      where ${every([match, department])} order by g.rank desc, g.product_id limit ${sample + 1})
    select (select count(*)::int from seen) as seen,
      ${counted(sql`select department as value, department_name as name, count(*)::int as count from seen where s and l and m and k group by 1, 2`)} as departments,
      ${counted(sql`select shelf as value, shelf_name as name, count(*)::int as count from seen where l and m and k and shelf_name <> '' group by 1, 2`)} as shelves,
      ${counted(sql`select look as value, look as name, count(*)::int as count from seen, unnest(looks) look where s and m and k group by 1`)} as looks,
      (select coalesce(json_agg(json_build_object('band', band, 'count', count)), '[]') from (
        select width_bucket(from_minor, ${[...bandEdges]}::bigint[]) as band, count(*)::int as count from seen where s and l and k group by 1) b) as bands,
      (select count(*)::int from seen g where s and l and m and ${inStock(asked.looks)}) as "inStock",
      (select coalesce(json_agg(json_build_object('nodeId', node, 'count', count)), '[]') from (
        select node, count(*)::int as count from seen g cross join lateral (values ${stores.length === 0 ? sql`(null, false)` : sql.join(stores)}) t (node, there)
        where s and l and m and there group by 1) b) as stores`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('facets: no answer');
  const { seen, ...found } = row;
  return { ...found, isExact: seen <= sample };
}

const counted = (query: ReturnType<typeof sql>) =>
  sql`(select coalesce(json_agg(row_to_json(c) order by c.count desc, c.name), '[]') from (${query}) c)`;

export type Shelf = { department: string; departmentName: string; shelf: string; shelfName: string; count: number };

/** The whole tree of departments and shelves. Reads the whole projection: for a cache, not for each page. */
export async function shelves(db: Db): Promise<Shelf[]> {
  const { rows } = await sql<Shelf>`
    select department, min(department_name) as "departmentName", shelf, min(shelf_name) as "shelfName", count(*)::int as count
    from listing group by department, shelf order by max(rank) desc`.execute(db);
  return rows;
}

export type DepartmentTile = { department: string; name: string; count: number; src: string | null; alt: string };

/** Each department with the picture of its best ranked thing. Reads the whole projection: for a cache. */
export async function departmentTiles(db: Db): Promise<DepartmentTile[]> {
  const { rows } = await sql<DepartmentTile>`
    select d.department, d.name, d.count, i.src, coalesce(i.alt, '') as alt from (
        select department, min(department_name) as name, count(*)::int as count, max(rank) as rank,
          (array_agg(product_id order by rank desc, product_id))[1] as best
        from listing group by department) d
      left join lateral (
        select i.src, i.alt from product_image i where i.product_id = d.best order by i.position limit 1) i on true
    order by d.rank desc`.execute(db);
  return rows;
}
