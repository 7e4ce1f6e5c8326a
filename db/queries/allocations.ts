import { sql } from 'kysely';
import type { StockChanged, StockEvent, StockShortage } from '#lib/commerce/stock/stock.events.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Tx } from '../client.ts';
import type { MovementKind } from '../schema/stock.ts';

type Ending = { parcelIds: string[]; at: Date };
type Leaving = Ending & { kind: MovementKind; orderId: string; actor: Actor; newId: () => string };
type Ended = { variantId: string; nodeId: string; quantity: number };
/** `found`: how many left that the books did not have. */
type Level = Ended & { found: number; changed: StockChanged; shortage: StockShortage; shortMoved: boolean };

/** Gives back what parcels had reserved, level by level in order; the levels as they are now. */
export async function releaseAllocations(tx: Tx, { parcelIds, at }: Ending): Promise<StockEvent[]> {
  return eventsOf(await onLevels(tx, await endAllocations(tx, { parcelIds, at, state: 'released' }), { at, takes: false }));
}

/**
 * The goods leave the node: on hand falls with the reservation, and a movement says why. What leaves was there: when a count had less
 * than that, the count was wrong by it, which is a movement of its own.
 */
export async function consumeAllocations(tx: Tx, { parcelIds, at, kind, orderId, actor, newId }: Leaving): Promise<StockEvent[]> {
  const levels = await onLevels(tx, await endAllocations(tx, { parcelIds, at, state: 'consumed' }), { at, takes: true });
  const { channel: _, ...who } = actor;
  const rows = levels.flatMap(({ variantId, nodeId, quantity, found }) => {
    const row = { variant_id: variantId, node_id: nodeId, order_id: orderId, actor: JSON.stringify(who), at };
    const left = { ...row, id: newId(), kind, quantity: -quantity, reason: '' };
    const reason = 'it left although the books had fewer';
    return found > 0 ? [left, { ...row, id: newId(), kind: 'corrected' as const, quantity: found, reason }] : [left];
  });
  if (rows.length > 0) await tx.insertInto('stock_movement').values(rows).execute();
  return eventsOf(levels);
}

async function endAllocations(tx: Tx, { parcelIds, at, state }: Ending & { state: 'released' | 'consumed' }): Promise<Ended[]> {
  const ended = await tx
    .updateTable('allocation')
    .set({ state, ended_at: at })
    .where('state', '=', 'open')
    .where('fulfilment_line_id', 'in', (eb) => eb.selectFrom('fulfilment_line').select('id').where('fulfilment_order_id', 'in', parcelIds))
    .returning(['variant_id as variantId', 'node_id as nodeId', 'quantity'])
    .execute();
  const sums = new Map<string, Ended>();
  for (const row of ended) {
    const key = `${row.variantId}/${row.nodeId}`;
    sums.set(key, { ...row, quantity: row.quantity + (sums.get(key)?.quantity ?? 0) });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** Sorted by variant and node, as everything that locks levels does: nobody waits in a circle. */
async function onLevels(tx: Tx, ended: Ended[], { at, takes }: { at: Date; takes: boolean }): Promise<Level[]> {
  const levels: Level[] = [];
  for (const { variantId, nodeId, quantity } of ended) {
    const taken = takes ? quantity : 0;
    const { rows } = await sql<Omit<Level, keyof Ended>>`
      with was as (select * from stock_level where variant_id = ${variantId} and node_id = ${nodeId} for update)
      update stock_level l set allocated = was.allocated - ${quantity}::int, on_hand = greatest(0, was.on_hand - ${taken}::int),
        short = greatest(0, was.allocated - ${quantity}::int + was.held + was.unavailable - greatest(0, was.on_hand - ${taken}::int)),
        version = was.version + 1, updated_at = ${at}
      from was where l.variant_id = was.variant_id and l.node_id = was.node_id
      returning stock_changed(l) as changed, greatest(0, ${taken}::int - was.on_hand) as found, was.short <> l.short as "shortMoved",
        jsonb_build_object('type', 'stock.shortage', 'topic', 'shortage:' || l.node_id || '/' || l.variant_id, 'version', l.version,
          'nodeId', l.node_id, 'variantId', l.variant_id, 'short', l.short) as shortage`.execute(tx);
    levels.push(...rows.map((row) => ({ variantId, nodeId, quantity, ...row })));
  }
  return levels;
}

const eventsOf = (levels: Level[]): StockEvent[] =>
  levels.flatMap(({ changed, shortage, shortMoved }) => (shortMoved ? [changed, shortage] : [changed]));
