import { sql } from 'kysely';
import type { StockLevel } from '#lib/commerce/stock/stock-level.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';
import type { MovementKind } from '../schema/stock.ts';

type At = { nodeId: string; variantId: string };

const level = [
  'node_id as nodeId',
  'variant_id as variantId',
  'on_hand as onHand',
  'allocated',
  'held',
  'unavailable',
  'available',
  'short',
  'version'
] as const;

export async function lockLevel(tx: Tx, at: At): Promise<StockLevel | undefined> {
  return tx
    .selectFrom('stock_level')
    .select(level)
    .where('variant_id', '=', at.variantId)
    .where('node_id', '=', at.nodeId)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Takes only what nobody else was promised: the condition is in the UPDATE, so two tills cannot sell the last one. `atCounter`: to somebody who
 * stands there, and may have what is kept for them.
 */
export async function takeFromShelf(tx: Tx, at: At & { quantity: number; atCounter?: boolean; at: Date }): Promise<StockLevel | undefined> {
  return tx
    .updateTable('stock_level')
    .set((eb) => ({ on_hand: eb('on_hand', '-', at.quantity), version: eb('version', '+', 1), updated_at: at.at }))
    .where('variant_id', '=', at.variantId)
    .where('node_id', '=', at.nodeId)
    .where(sql<boolean>`available + case when ${at.atCounter ?? false}::boolean then for_counter else 0 end >= ${at.quantity}::int`)
    .returning(level)
    .executeTakeFirst();
}

/** A first count or delivery opens the shelf. Whoever comes second finds it and waits for the first one's end. */
export async function openLevel(tx: Tx, at: At): Promise<void> {
  await tx
    .insertInto('stock_level')
    .values({ variant_id: at.variantId, node_id: at.nodeId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** `unavailable` left out: as many stay set aside as were. */
type OnHand = At & { onHand: number; unavailable?: number; countedAt: Date | null; at: Date };

export async function setOnHand(tx: Tx, change: OnHand): Promise<StockLevel> {
  const unavailable = change.unavailable === undefined ? sql<number>`unavailable` : sql<number>`${change.unavailable}::int`;
  return tx
    .updateTable('stock_level')
    .set((eb) => ({
      on_hand: change.onHand,
      unavailable,
      short: sql<number>`greatest(0, allocated + held + ${unavailable} - ${change.onHand}::int)`,
      version: eb('version', '+', 1),
      updated_at: change.at,
      ...(change.countedAt && { counted_at: change.countedAt })
    }))
    .where('variant_id', '=', change.variantId)
    .where('node_id', '=', change.nodeId)
    .returning(level)
    .executeTakeFirstOrThrow();
}

export type Movement = At & {
  id: string;
  kind: MovementKind;
  quantity: number;
  /** By how much it changes what is not for sale. */
  setAside?: number;
  reason?: string;
  orderId?: string;
  transferId?: string;
};

/** Every change of what is on hand or set aside is written down beside it: levels are the fold of these. */
export async function insertMovements(tx: Tx, movements: Movement[], by: { actor: Actor; at: Date }): Promise<void> {
  if (movements.length === 0) return;
  const { channel: _, ...actor } = by.actor;
  await tx
    .insertInto('stock_movement')
    .values(
      movements.map(({ id, kind, quantity, setAside, variantId, nodeId, reason, orderId, transferId }) => ({
        id,
        kind,
        quantity,
        set_aside: setAside ?? 0,
        variant_id: variantId,
        node_id: nodeId,
        reason: reason ?? '',
        order_id: orderId ?? null,
        transfer_id: transferId ?? null,
        import_id: null,
        actor: JSON.stringify(actor),
        at: by.at
      }))
    )
    .execute();
}

/** Units that may still be taken there now; with what is kept for whoever stands there, `atCounter`. */
export async function unitsLeft(db: Db | Tx, at: At & { atCounter?: boolean }): Promise<number> {
  const row = await db
    .selectFrom('stock_level')
    .select(sql<number>`available + case when ${at.atCounter ?? false}::boolean then for_counter else 0 end`.as('left'))
    .where('variant_id', '=', at.variantId)
    .where('node_id', '=', at.nodeId)
    .executeTakeFirst();
  return Math.max(0, row?.left ?? 0);
}

export async function setKeptBack(tx: Tx, change: At & { keptBack: number; forCounter: number; at: Date }): Promise<StockLevel> {
  return tx
    .updateTable('stock_level')
    .set((eb) => ({ safety: change.keptBack, for_counter: change.forCounter, version: eb('version', '+', 1), updated_at: change.at }))
    .where('variant_id', '=', change.variantId)
    .where('node_id', '=', change.nodeId)
    .returning(level)
    .executeTakeFirstOrThrow();
}

/** Undefined for what is no variant, and false for goods that are sold without counting. */
export async function isCounted(tx: Tx, variantId: string): Promise<boolean | undefined> {
  return (await tx.selectFrom('variant').select('tracked').where('id', '=', variantId).executeTakeFirst())?.tracked;
}
