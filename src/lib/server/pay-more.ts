import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import type { PaymentOutcome } from '#lib/commerce/payments/payment.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from './shop.ts';

/** `changeId`: of the change or the exchange that costs more. */
export type PayingMore = { orderKey: string; changeId: string; handle: string; key: string; returnUrl: string };

/** By a bank, what is asked on top of an order. After a no of the bank another payment beside the first, where a new key asks for it. */
export async function payMore(shop: Shop, actor: Actor, paying: PayingMore): Promise<PaymentOutcome> {
  const paid = await authorizePayment(shop, actor, paying);
  if (paid.outcome !== 'declined' || !paid.earlier) return paid;
  const { orderKey, changeId, key } = paying;
  await retryPayment(shop, actor, { orderKey, changeId, key });
  return authorizePayment(shop, actor, paying);
}
