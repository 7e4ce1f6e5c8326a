import { once } from '#db/queries/idempotency.ts';
import { insertMovements, isCounted, lockLevel, setOnHand } from '#db/queries/stock.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideFate, levelEvents, type Fate } from './stock-level.ts';

export type MarkDamaged = { variantId: string; quantity: number; fate: Fate; reason: string; key: string };
export type MarkedDamaged = { onHand: number; unavailable: number; available: number; short: number };

/**
 * Units that lie at the actor's own node are damaged and not for sale; or they are sound after all, or thrown away. When what is left sound
 * is less than what is promised, the rest is short, as after a count.
 * Refuses `forbidden`, `not-found`, `not-allowed` (sold without counting), `invalid`, `key-reused`, `not-enough-stock` (detail: how many there are).
 */
export async function markDamaged(shop: Shop, actor: Actor, { key, ...input }: MarkDamaged): Promise<MarkedDamaged> {
  const { nodeId, userId } = atNode(actor, 'correct-stock');
  const at = { nodeId, variantId: input.variantId };
  return inTransaction(shop, { actor, once: once(`mark-damaged:${userId}`, key, input) }, async (tx, record) => {
    const counted = await isCounted(tx, input.variantId);
    if (counted === undefined) refuse('not-found');
    if (!counted) refuse('not-allowed', 'sold without counting');
    const before = await lockLevel(tx, at);
    const { quantity, setAside } = decideFate(before, input.quantity, input.fate);

    const now = shop.now();
    const change = { onHand: (before?.onHand ?? 0) + quantity, unavailable: (before?.unavailable ?? 0) + setAside };
    const level = await setOnHand(tx, { ...at, ...change, countedAt: null, at: now });
    const movement = { ...at, id: shop.newId(), kind: input.fate, quantity, setAside, reason: input.reason };
    await insertMovements(tx, [movement], { actor, at: now });
    record(...levelEvents(before, level));
    return { onHand: level.onHand, unavailable: level.unavailable, available: Math.max(0, level.available), short: level.short };
  });
}
