import { once } from '#db/queries/idempotency.ts';
import { insertMovements, isCounted, lockLevel, openLevel, setOnHand } from '#db/queries/stock.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideToReceive, levelEvents } from './stock-level.ts';

export type ReceiveStock = { variantId: string; quantity: number; reason: string; key: string };
export type ReceivedStock = { onHand: number; available: number; short: number };

/**
 * Goods came in at the actor's own node; what was short there is filled first.
 * Refuses `forbidden`, `not-found`, `not-allowed` (sold without counting), `invalid`, `key-reused`.
 */
export async function receiveStock(shop: Shop, actor: Actor, input: ReceiveStock): Promise<ReceivedStock> {
  const { nodeId, userId } = atNode(actor, 'receive-stock');
  const { key, ...asked } = input;
  const at = { nodeId, variantId: input.variantId };
  return inTransaction(shop, { actor, once: once(`receive-stock:${userId}`, key, asked) }, async (tx, record) => {
    const counted = await isCounted(tx, input.variantId);
    if (counted === undefined) refuse('not-found');
    if (!counted) refuse('not-allowed', 'sold without counting');
    await openLevel(tx, at);
    const before = await lockLevel(tx, at);
    const { onHand } = decideToReceive(before, input.quantity);

    const now = shop.now();
    const level = await setOnHand(tx, { ...at, onHand, countedAt: null, at: now });
    const movement = { ...at, id: shop.newId(), kind: 'received' as const, quantity: input.quantity, reason: input.reason };
    await insertMovements(tx, [movement], { actor, at: now });
    record(...levelEvents(before, level));
    return { onHand: level.onHand, available: Math.max(0, level.available), short: level.short };
  });
}
