import { once } from '#db/queries/idempotency.ts';
import { insertMovements, lockLevel, openLevel, setOnHand } from '#db/queries/stock.ts';
import { addToLine, lockTransfer, moveTransfer } from '#db/queries/transfers.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideToReceive, levelEvents } from './stock-level.ts';
import { decideToUnpack, transferred } from './transfer.ts';

export type ReceiveTransfer = { transferId: string; variantId: string; quantity: number; key: string };

/**
 * Goods come out of a box onto the shelf of the actor's own node and can be sold there; with the last of them the box is closed.
 * Refuses `forbidden`, `not-found` for a box to another place, `not-allowed` before it was sent and once it is closed, `invalid`,
 * `wrong-item`, `wrong-count`, `key-reused`.
 */
export async function receiveTransfer(
  shop: Shop,
  actor: Actor,
  { key, ...input }: ReceiveTransfer
): Promise<{ onHand: number; isClosed: boolean }> {
  const { nodeId, userId } = atNode(actor, 'move-stock');
  const { transferId, variantId, quantity } = input;
  const at = { nodeId, variantId };
  return inTransaction(shop, { actor, once: once(`receive-transfer:${userId}`, key, input) }, async (tx, record) => {
    const transfer = await lockTransfer(tx, transferId);
    if (transfer?.toNodeId !== nodeId) refuse('not-found');
    const state = decideToUnpack(transfer, input);
    await openLevel(tx, at);
    const before = await lockLevel(tx, at);
    const { onHand } = decideToReceive(before, quantity);

    const now = shop.now();
    const level = await setOnHand(tx, { ...at, onHand, countedAt: null, at: now });
    await addToLine(tx, transferId, { variantId, received: quantity });
    await moveTransfer(tx, transferId, { state, at: now });
    await insertMovements(tx, [{ ...at, id: shop.newId(), transferId, kind: 'transferred', quantity }], { actor, at: now });
    record(transferred(transfer, { nodeId, state, units: [{ variantId, quantity }] }), ...levelEvents(before, level));
    return { onHand: level.onHand, isClosed: state === 'closed' };
  });
}
