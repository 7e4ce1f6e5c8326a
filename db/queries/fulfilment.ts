import { sql } from 'kysely';
import type { FulfilmentOrderState } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { StockChanged } from '#lib/commerce/stock/stock.events.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { MovementKind } from '../schema/stock.ts';
import type { Db, Tx } from '../client.ts';

export type Parcel = {
  id: string;
  orderId: string;
  place: number;
  nodeId: string | null;
  method: 'ship' | 'pickup' | 'carry_out';
  service: string;
  state: FulfilmentOrderState;
  collectCode: string | null;
  units: number;
};

export const parcel = [
  'id',
  'order_id as orderId',
  'place',
  'node_id as nodeId',
  'method',
  'service',
  'state',
  'collect_code as collectCode',
  sql<number>`(select coalesce(sum(l.quantity), 0)::int from fulfilment_line l where l.fulfilment_order_id = fulfilment_order.id)`.as(
    'units'
  )
] as const;

export async function findParcel(db: Db | Tx, id: string): Promise<Parcel | undefined> {
  return db.selectFrom('fulfilment_order').select(parcel).where('id', '=', id).executeTakeFirst();
}

/** Under the order's lock, so they need none of their own. */
export async function parcelsOf(db: Db | Tx, orderId: string): Promise<Parcel[]> {
  return db.selectFrom('fulfilment_order').select(parcel).where('order_id', '=', orderId).orderBy('place').execute();
}

export async function moveParcel(tx: Tx, id: string, state: FulfilmentOrderState): Promise<void> {
  await tx
    .updateTable('fulfilment_order')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

type Ending = { parcelIds: string[]; at: Date };

/** Gives back what parcels had reserved, level by level in order; the levels as they are now. */
export async function releaseAllocations(tx: Tx, { parcelIds, at }: Ending): Promise<StockChanged[]> {
  return endAllocations(tx, { parcelIds, at, state: 'released', takes: false });
}

/** The goods leave the node: on hand falls with the reservation, and a movement says why. */
export async function consumeAllocations(
  tx: Tx,
  ending: Ending & { kind: MovementKind; orderId: string; actor: Actor; newId: () => string }
): Promise<StockChanged[]> {
  const { parcelIds, at, kind, orderId, actor, newId } = ending;
  const changed = await endAllocations(tx, { parcelIds, at, state: 'consumed', takes: true });
  // What travelled left the books where it was sent from.
  if (changed.length === 0) return [];
  const moved = await tx
    .selectFrom('allocation as a')
    .innerJoin('fulfilment_line as l', 'l.id', 'a.fulfilment_line_id')
    .select(['a.variant_id', 'a.node_id', (eb) => eb.fn.sum<number>('a.quantity').as('quantity')])
    .where('l.fulfilment_order_id', 'in', parcelIds)
    .where('a.state', '=', 'consumed')
    .groupBy(['a.variant_id', 'a.node_id'])
    .execute();
  if (moved.length === 0) return changed;
  const { channel: _, ...who } = actor;
  const rows = moved.map((row) => ({
    ...row,
    id: newId(),
    kind,
    quantity: -row.quantity,
    order_id: orderId,
    actor: JSON.stringify(who),
    at
  }));
  await tx.insertInto('stock_movement').values(rows).execute();
  return changed;
}

type End = Ending & { state: 'released' | 'consumed'; takes: boolean };

async function endAllocations(tx: Tx, { parcelIds, at, state, takes }: End): Promise<StockChanged[]> {
  const ended = await tx
    .updateTable('allocation')
    .set({ state, ended_at: at })
    .where('state', '=', 'open')
    .where('fulfilment_line_id', 'in', (eb) => eb.selectFrom('fulfilment_line').select('id').where('fulfilment_order_id', 'in', parcelIds))
    .returning(['variant_id', 'node_id', 'quantity'])
    .execute();
  const sums = new Map<string, (typeof ended)[number]>();
  for (const row of ended) {
    const key = `${row.variant_id}/${row.node_id}`;
    sums.set(key, { ...row, quantity: row.quantity + (sums.get(key)?.quantity ?? 0) });
  }
  const changed: StockChanged[] = [];
  for (const [, level] of [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { rows } = await sql<{ event: StockChanged }>`
      update stock_level set allocated = allocated - ${level.quantity}, on_hand = on_hand - ${takes ? level.quantity : 0},
        version = version + 1, updated_at = ${at}
      where variant_id = ${level.variant_id} and node_id = ${level.node_id} returning stock_changed(stock_level) as event`.execute(tx);
    changed.push(...rows.map((row) => row.event));
  }
  return changed;
}
