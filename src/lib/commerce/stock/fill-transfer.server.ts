import type { Tx } from '#db/client.ts';
import { once } from '#db/queries/idempotency.ts';
import { insertMovements, isCounted, lockLevel, setOnHand, takeFromShelf, unitsLeft } from '#db/queries/stock.ts';
import { addToLine, lockTransfer, moveTransfer } from '#db/queries/transfers.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { levelEvents, type StockLevel } from './stock-level.ts';
import type { StockEvent } from './stock.events.ts';
import { decideToFill, transferred } from './transfer.ts';

/** `by`: so many more go in, or come out again below zero. */
export type FillTransfer = { transferId: string; variantId: string; by: number; key: string };

/**
 * Goods go from the shelf into a box, or back: what is in it can be sold no more, and only what nobody was promised goes in.
 * Refuses `forbidden`, `not-found` for a box of another place, `not-allowed` once it is on its way and for what is sold without counting,
 * `invalid`, `wrong-item`, `wrong-count`, `key-reused`, `out-of-stock`, `not-enough-stock` (detail: how many are left, then the variant).
 */
export async function fillTransfer(shop: Shop, actor: Actor, { key, ...input }: FillTransfer): Promise<{ inIt: number }> {
  const { nodeId, userId } = atNode(actor, 'move-stock');
  const { transferId, variantId, by } = input;
  return inTransaction(shop, { actor, once: once(`fill-transfer:${userId}`, key, input) }, async (tx, record) => {
    const transfer = await lockTransfer(tx, transferId);
    if (transfer?.fromNodeId !== nodeId) refuse('not-found');
    const counted = await isCounted(tx, variantId);
    if (counted === undefined) refuse('not-found');
    if (!counted) refuse('not-allowed', 'sold without counting');
    const state = decideToFill(transfer, input);

    const at = shop.now();
    await addToLine(tx, transferId, { variantId, sent: by });
    await moveTransfer(tx, transferId, { state, at });
    const told =
      by > 0
        ? await outOfShelf(tx, { nodeId, variantId, quantity: by, at })
        : await backOnShelf(tx, { nodeId, variantId, quantity: -by, at });
    const movement = { id: shop.newId(), nodeId, variantId, transferId, kind: 'transferred' as const, quantity: -by };
    await insertMovements(tx, [movement], { actor, at });
    record(transferred(transfer, { nodeId, state, units: [{ variantId, quantity: by }] }), ...told);
    return { inIt: (transfer.lines.find((line) => line.variantId === variantId)?.sent ?? 0) + by };
  });
}

type Moved = { nodeId: string; variantId: string; quantity: number; at: Date };

async function outOfShelf(tx: Tx, moved: Moved): Promise<StockEvent[]> {
  const level = await takeFromShelf(tx, moved);
  if (level) return levelEvents(level, level);
  const left = await unitsLeft(tx, moved);
  if (left === 0) refuse('out-of-stock', moved.variantId);
  return refuse('not-enough-stock', `${left} ${moved.variantId}`);
}

async function backOnShelf(tx: Tx, { nodeId, variantId, quantity, at }: Moved): Promise<StockEvent[]> {
  const before: StockLevel | undefined = await lockLevel(tx, { nodeId, variantId });
  const level = await setOnHand(tx, { nodeId, variantId, onHand: (before?.onHand ?? 0) + quantity, countedAt: null, at });
  return levelEvents(before, level);
}
