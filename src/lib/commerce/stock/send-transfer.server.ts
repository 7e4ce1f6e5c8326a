import { lockTransfer, moveTransfer } from '#db/queries/transfers.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideToSend, transferred } from './transfer.ts';

/**
 * A filled box leaves; the place it goes to sees it at once. Sent already, it stays sent.
 * Refuses `forbidden`, `not-found` for a box of another place, `not-allowed` for an empty one.
 */
export async function sendTransfer(shop: Shop, actor: Actor, { transferId }: { transferId: string }): Promise<void> {
  const { nodeId } = atNode(actor, 'move-stock');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const transfer = await lockTransfer(tx, transferId);
    if (transfer?.fromNodeId !== nodeId) refuse('not-found');
    if (transfer.state === 'in_transit') return;
    const state = decideToSend(transfer);
    await moveTransfer(tx, transferId, { state, at: shop.now() });
    record(transferred(transfer, { nodeId, state }));
  });
}
