import { insertMovements, type Movement } from '#db/queries/stock.ts';
import { addToLine, lockTransfer, moveTransfer } from '#db/queries/transfers.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideToClose, transferred } from './transfer.ts';

export type Differences = { differences: { variantId: string; quantity: number }[] };

/**
 * Nothing more will come out of a box: what is missing is taken over and corrected away where it should have come, so that both
 * stand in the movements. Refuses `forbidden`, `not-found` for a box to another place, `not-allowed` before it was sent and once it is closed.
 */
export async function closeTransfer(shop: Shop, actor: Actor, { transferId }: { transferId: string }): Promise<Differences> {
  const { nodeId } = atNode(actor, 'move-stock');
  return inTransaction(shop, { actor }, async (tx, record) => {
    const transfer = await lockTransfer(tx, transferId);
    if (transfer?.toNodeId !== nodeId) refuse('not-found');
    const { state, differences } = decideToClose(transfer);

    const at = shop.now();
    for (const { variantId, quantity } of differences) await addToLine(tx, transferId, { variantId, difference: quantity });
    const missing = differences.flatMap(({ variantId, quantity }): Movement[] => {
      const one = { nodeId, variantId, transferId, reason: 'missing in the box' };
      return [
        { ...one, id: shop.newId(), kind: 'transferred', quantity },
        { ...one, id: shop.newId(), kind: 'corrected', quantity: -quantity }
      ];
    });
    await insertMovements(tx, missing, { actor, at });
    await moveTransfer(tx, transferId, { state, at });
    record(transferred(transfer, { nodeId, state, differences }));
    return { differences };
  });
}
