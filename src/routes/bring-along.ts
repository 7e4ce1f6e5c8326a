import { applyOperations } from '#lib/commerce/cart/apply-operations.server.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';

export type LeftBehind = { title: string; why: string };

/**
 * What lay in this device's own cart goes into the one that was opened, all of it under one lock. What cannot is named with its
 * reason. What became an order stays one.
 */
export async function bringAlong(shop: Shop, actor: Actor, { from, cartKey }: { from: CartView; cartKey: string }): Promise<LeftBehind[]> {
  if (from.orderId || from.lines.length === 0) return [];
  const madeAt = shop.now().toISOString();
  const operations = from.lines.map(({ variantId, quantity, pickupNodeId }) => ({
    id: shop.newId(),
    kind: 'add' as const,
    baseVersion: 0,
    madeAt,
    variantId,
    pickupNodeId,
    quantity
  }));
  const { outcomes } = await applyOperations(shop, actor, { cartKey, operations });
  return outcomes.flatMap((one, place) => {
    const title = from.lines[place]?.title ?? '';
    return one.outcome === 'refused' ? [{ title, why: sentenceFor(one.code, one.detail) }] : [];
  });
}
