import { insertCart } from '#db/queries/carts.ts';
import { insertClaim } from '#db/queries/hand-over.ts';
import { once } from '#db/queries/idempotency.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';
import { atNode } from '../stores/staff-policy.ts';
import { CLAIM_MS, type Claimed } from './hand-over-code.ts';

/**
 * A cart for somebody at the counter, who has none with them. Whoever begins it holds it like one that was claimed, and never its
 * owner's key: that is for the shopper. Refuses `forbidden`.
 */
export async function startCartAtTill(shop: Shop, actor: Actor, input: { terminal: string; key: string }): Promise<Claimed> {
  const { userId, nodeId, channel } = atNode(actor, 'sell-in-store');
  const named = once(`start-cart:${userId}`, input.key, { terminal: input.terminal });
  return inTransaction(shop, { actor, once: named }, async (tx) => {
    const at = shop.now();
    const [cartId, grantId] = [shop.newId(), shop.newId()];
    const { currency, country } = MARKET;
    await insertCart(tx, { id: cartId, channel, currency, country, postcode: null, at }, undefined);
    await insertClaim(tx, { id: grantId, cartId, label: input.terminal, userId, nodeId, at, expiresAt: new Date(at.getTime() + CLAIM_MS) });
    return { cartId, cartKey: shop.keys.make('grant', grantId) };
  });
}
