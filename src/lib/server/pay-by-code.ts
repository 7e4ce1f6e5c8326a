import { payWithBalance } from '#lib/commerce/payments/pay-with-balance.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { LIMITS, limited } from './rate-limit.ts';
import type { Shop } from './shop.ts';

/** `typed` is a gift card's code or that of store credit; `address` is the caller's. */
export type PayByCode = { cartKey: string; typed: string; address: string };

/**
 * Tries are counted before the code is looked at, by cart, by address and in all, and taken back from whoever knew one.
 * Refuses as `payWithBalance` does, and `too-many-requests` (detail: seconds to wait).
 */
export async function payByCode(shop: Shop, actor: Actor, { cartKey, typed, address }: PayByCode): Promise<void> {
  const forgive = [
    await limited(shop, LIMITS.valueByCart, shop.keys.open('cart', cartKey) ?? 'none'),
    await limited(shop, LIMITS.valueByAddress, address),
    await limited(shop, LIMITS.valueEverywhere, 'all')
  ];
  await payWithBalance(shop, actor, { cartKey, typed });
  for (const one of forgive) await one();
}
