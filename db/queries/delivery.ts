import { sql } from 'kysely';
import type { Opening } from '#lib/commerce/fulfilment/calendar.ts';
import type { NodeRecord } from '#lib/commerce/fulfilment/node.ts';
import type { Db, Tx } from '../client.ts';

export type FreeLevel = { variantId: string; nodeId: string; available: number };
export type Position = { lat: number; lng: number; city: string; state: string };
export type Network = { nodes: (NodeRecord & { queueDepth: number })[]; levels: FreeLevel[] };

/** Every node with what waits there. Few rows, so they are read whole. */
export async function networkNodes(db: Db | Tx): Promise<Network['nodes']> {
  const rows = await db
    .selectFrom('node as n')
    .select(['n.id', 'n.name', 'n.kind', 'n.country', 'n.lat', 'n.lng', 'n.status', 'n.time_zone as timeZone', 'n.methods'])
    .select(['n.closed_dates as closedDates', 'n.processing_minutes as processingMinutes', 'n.capacity_per_day as capacityPerDay'])
    .select([sql<Opening>`n.opening`.as('opening'), sql<NodeRecord['cutoffs']>`n.cutoffs`.as('cutoffs')])
    .select(
      sql<number>`(select count(*)::int from fulfilment_order f where f.node_id = n.id and f.state in ('allocated', 'released', 'picking'))`.as(
        'queueDepth'
      )
    )
    .orderBy('n.id')
    .execute();
  return rows.map((row) => ({ ...row, closedDates: row.closedDates as NodeRecord['closedDates'] }));
}

/** What may be taken where. A cart's own holds are its own: they never count against it. */
export async function freeLevels(db: Db | Tx, variantIds: string[], cartId: string | null): Promise<FreeLevel[]> {
  if (variantIds.length === 0) return [];
  return db
    .selectFrom('stock_level as l')
    .leftJoin('hold as h', (join) =>
      join
        .onRef('h.variant_id', '=', 'l.variant_id')
        .onRef('h.node_id', '=', 'l.node_id')
        .on('h.state', '=', 'held')
        .on('h.cart_id', '=', cartId)
    )
    .select([
      'l.variant_id as variantId',
      'l.node_id as nodeId',
      sql<number>`greatest(0, l.available + coalesce(h.quantity, 0))`.as('available')
    ])
    .where('l.variant_id', 'in', variantIds)
    .orderBy('l.node_id')
    .execute();
}

export async function positionOf(db: Db | Tx, country: string, postcode: string): Promise<Position | undefined> {
  return db
    .selectFrom('postcode')
    .select(['lat', 'lng', 'city', 'state'])
    .where('country', '=', country)
    .where('code', '=', postcode)
    .executeTakeFirst();
}
