import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { localPath } from '#lib/server/local-path.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';

/**
 * Asks the bank for an order's money and says where to go then: to the bank's own page when it wants to see the shopper,
 * else to the order, which says in words how it stands.
 */
export async function payNow(
  shop: Shop,
  actor: Actor,
  { orderKey, handle }: { orderKey: string; handle: string | undefined }
): Promise<string> {
  const order = `/orders/${orderKey}`;
  if (handle === undefined) return order;
  const paid = await authorizePayment(shop, actor, { orderKey, handle, returnUrl: order });
  return paid.outcome === 'action-required' ? localPath(paid.actionUrl, order) : order;
}
