import { sql } from 'kysely';
import type { DropStore } from '#lib/commerce/returns/drop-store.ts';
import type { Db } from '../client.ts';

/** Our open stores with what they have and sell of some things, and how far they are from a postcode. Sold: in four weeks. */
export async function dropStores(
  db: Db,
  { variantIds, country, postcode, at }: { variantIds: readonly string[]; country: string; postcode: string | null; at: Date }
): Promise<DropStore[]> {
  const { rows } = await sql<DropStore>`
    select n.id as "nodeId", n.name, n.address, n.lat, n.lng, z.lat as "doorLat", z.lng as "doorLng",
      coalesce(s.available, 0)::int as available, coalesce(m.sold, 0)::int as sold
    from node n
      left join postcode z on z.country = ${country} and z.code = ${postcode}
      left join lateral (
        select sum(greatest(0, l.available)) as available from stock_level l
        where l.node_id = n.id and l.variant_id = any (${[...variantIds]}::uuid[])) s on true
      left join lateral (
        select -sum(m.quantity) as sold from stock_movement m
        where m.node_id = n.id and m.variant_id = any (${[...variantIds]}::uuid[]) and m.kind in ('sold', 'collected', 'shipped')
          and m.at > ${at}::timestamptz - interval '28 days') m on true
    where n.kind = 'store' and n.status = 'up' and n.country = ${country}
    order by n.id`.execute(db);
  return rows;
}

/** Whether things are taken back there now. */
export async function isDropStore(db: Db, nodeId: string): Promise<boolean> {
  const there = await db
    .selectFrom('node')
    .select('id')
    .where('id', '=', nodeId)
    .where('kind', '=', 'store')
    .where('status', '=', 'up')
    .executeTakeFirst();
  return there !== undefined;
}
