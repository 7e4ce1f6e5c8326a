import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { Opening } from '#lib/commerce/fulfilment/calendar.ts';
import type { NodeRecord } from '#lib/commerce/fulfilment/node.ts';
import type { Db, Tx } from '../client.ts';
import { compiledOnce } from '../compiled-once.ts';

export type FreeLevel = { variantId: string; nodeId: string; available: number };
export type Position = { lat: number; lng: number; city: string; state: string };
export type Network = { nodes: (NodeRecord & { queueDepth: number })[]; levels: FreeLevel[] };

/** Every node with what waits there. Few rows, so they are read whole. */
export async function networkNodes(db: Db | Tx): Promise<Network['nodes']> {
  return asNodes(await selectNodes(db).execute());
}

const selectNodes = (db: Db | Tx) =>
  db
    .selectFrom('node as n')
    .select(['n.id', 'n.name', 'n.kind', 'n.country', 'n.lat', 'n.lng', 'n.status', 'n.time_zone as timeZone', 'n.methods'])
    .select(['n.closed_dates as closedDates', 'n.processing_minutes as processingMinutes', 'n.capacity_per_day as capacityPerDay'])
    .select([sql<Opening>`n.opening`.as('opening'), sql<NodeRecord['cutoffs']>`n.cutoffs`.as('cutoffs')])
    .select(
      sql<number>`(select count(*)::int from fulfilment_order f where f.node_id = n.id and f.state in ('allocated', 'released', 'picking'))`.as(
        'queueDepth'
      )
    )
    .orderBy('n.id');

const asNodes = (rows: Awaited<ReturnType<ReturnType<typeof selectNodes>['execute']>>): Network['nodes'] =>
  rows.map((row) => ({ ...row, closedDates: row.closedDates as NodeRecord['closedDates'] }));

/** What may be taken where. A cart's own holds are its own: they never count against it. */
export async function freeLevels(db: Db | Tx, variantIds: string[], cartId: string | null): Promise<FreeLevel[]> {
  return variantIds.length === 0 ? [] : selectLevels(db, variantIds, cartId).execute();
}

const selectLevels = (db: Db | Tx, variantIds: string[], cartId: string | null) =>
  db
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
    .where('l.variant_id', '=', sql<string>`any (${variantIds}::uuid[])`)
    .orderBy('l.node_id');

const selectPosition = (db: Db | Tx, country: string, postcode: string) =>
  db.selectFrom('postcode').select(['lat', 'lng', 'city', 'state']).where('country', '=', country).where('code', '=', postcode);

/** Everything a cart's quote is computed from besides the cart itself, in one statement. */
export type QuoteBasis = Network & { position: Position | undefined };

export async function quoteBasis(
  db: Db | Tx,
  cart: { id: string; country: string; postcode: string | null; lines: { variantId: string }[] }
): Promise<QuoteBasis> {
  const variantIds = cart.lines.map((line) => line.variantId);
  const [row] = await readQuoteBasis(db, variantIds, cart.id, cart.country, cart.postcode ?? '');
  if (!row) throw new Error('a quote has no basis');
  return { nodes: asNodes(row.nodes), levels: row.levels, position: row.position ?? undefined };
}

const readQuoteBasis = compiledOnce(4, (db, [variantIds, cartId, country, postcode]: [string[], string, string, string]) =>
  db.selectNoFrom([
    jsonArrayFrom(selectNodes(db)).as('nodes'),
    jsonArrayFrom(selectLevels(db, variantIds, cartId)).as('levels'),
    jsonObjectFrom(selectPosition(db, country, postcode)).as('position')
  ])
);
