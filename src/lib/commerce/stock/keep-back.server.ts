import { once } from '#db/queries/idempotency.ts';
import { isCounted, lockLevel, openLevel, setKeptBack } from '#db/queries/stock.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideToKeepBack, levelEvents } from './stock-level.ts';

/** `keptBack` units are promised to nobody from afar; `forCounter` of them may still be sold to whoever stands in the place. */
export type KeepBack = { variantId: string; keptBack: number; forCounter: number; key: string };
export type KeptBack = { keptBack: number; forCounter: number; available: number };

/**
 * How much of a shelf the actor's own node keeps from the channels that do not see it: against wrong counts, and for its own customers. What is
 * promised already stays promised.
 * Refuses `forbidden`, `not-found`, `not-allowed` (sold without counting), `invalid`, `key-reused`.
 */
export async function keepBack(shop: Shop, actor: Actor, { key, ...input }: KeepBack): Promise<KeptBack> {
  const { nodeId, userId } = atNode(actor, 'keep-back');
  const { variantId, keptBack, forCounter } = input;
  decideToKeepBack(input);
  return inTransaction(shop, { actor, once: once(`keep-back:${userId}`, key, input) }, async (tx, record) => {
    const counted = await isCounted(tx, variantId);
    if (counted === undefined) refuse('not-found');
    if (!counted) refuse('not-allowed', 'sold without counting');
    const at = { nodeId, variantId };
    await openLevel(tx, at);
    const before = await lockLevel(tx, at);
    const level = await setKeptBack(tx, { ...at, keptBack, forCounter, at: shop.now() });
    record(...levelEvents(before, level));
    return { keptBack, forCounter, available: Math.max(0, level.available) };
  });
}
