import { once } from '#db/queries/idempotency.ts';
import { insertMovements, isCounted, lockLevel, openLevel, setOnHand } from '#db/queries/stock.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideToCount, levelEvents } from './stock-level.ts';

/** `seen` is what the page said was on hand when the count began; left out, the count holds whatever happened meanwhile. */
export type CorrectStock = { variantId: string; counted: number; reason: string; key: string; seen?: number | undefined };
export type CorrectedStock = { onHand: number; difference: number; available: number; short: number };

/**
 * Somebody counted: what they found is what is there, at their own node. Below what is promised, the rest is written down as short
 * and said aloud (`stock.shortage`), so that parcels without goods are found before the shopper finds out.
 * Refuses `forbidden`, `not-found`, `not-allowed` (sold without counting), `invalid`, `stale-version`, `key-reused`.
 */
export async function correctStock(shop: Shop, actor: Actor, input: CorrectStock): Promise<CorrectedStock> {
  const { nodeId, userId } = atNode(actor, 'correct-stock');
  const { key, ...asked } = input;
  const at = { nodeId, variantId: input.variantId };
  return inTransaction(shop, { actor, once: once(`correct-stock:${userId}`, key, asked) }, async (tx, record) => {
    const counted = await isCounted(tx, input.variantId);
    if (counted === undefined) refuse('not-found');
    if (!counted) refuse('not-allowed', 'sold without counting');
    await openLevel(tx, at);
    const before = await lockLevel(tx, at);
    const { difference, unavailable } = decideToCount(before, input.counted, input.seen);
    const setAside = unavailable - (before?.unavailable ?? 0);

    const now = shop.now();
    const level = await setOnHand(tx, { ...at, onHand: input.counted, unavailable, countedAt: now, at: now });
    await insertMovements(tx, [{ ...at, id: shop.newId(), kind: 'counted', quantity: difference, setAside, reason: input.reason }], {
      actor,
      at: now
    });
    record(...levelEvents(before, level));
    return { onHand: level.onHand, difference, available: Math.max(0, level.available), short: level.short };
  });
}
