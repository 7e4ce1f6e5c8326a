import { payMoreWithBalance } from '#lib/commerce/payments/pay-more-with-balance.server.ts';
import { payWithBalance } from '#lib/commerce/payments/pay-with-balance.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { LIMITS, limited } from './rate-limit.ts';
import type { Shop } from './shop.ts';

/** `typed` is a gift card's code or that of store credit; `address` is the caller's. */
type Typed = { typed: string; address: string };

/** For what is in a cart. Refuses as `payWithBalance` does, and `too-many-requests` (detail: seconds to wait). */
export async function payByCode(
  shop: Shop,
  actor: Actor,
  { address, ...asked }: Typed & { cartKey: string; key?: string | undefined }
): Promise<void> {
  const by = shop.keys.open('cart', asked.cartKey) ?? 'none';
  await countingTries(shop, { by, address }, async () => payWithBalance(shop, actor, asked));
}

/** For what a change or an exchange costs more. Refuses as `payMoreWithBalance` does, and `too-many-requests`. */
export async function payMoreByCode(
  shop: Shop,
  actor: Actor,
  { address, ...asked }: Typed & { orderKey: string; changeId: string; key: string }
): Promise<{ paidMinor: number; restMinor: number }> {
  const by = shop.keys.open('order', asked.orderKey) ?? 'none';
  return countingTries(shop, { by, address }, async () => payMoreWithBalance(shop, actor, asked));
}

/** Tries are counted before the code is looked at, by cart or order, by address and in all, and taken back from whoever knew one. */
async function countingTries<T>(shop: Shop, { by, address }: { by: string; address: string }, pay: () => Promise<T>): Promise<T> {
  const forgive = [
    await limited(shop, LIMITS.valueByCart, by),
    await limited(shop, LIMITS.valueByAddress, address),
    await limited(shop, LIMITS.valueEverywhere, 'all')
  ];
  const paid = await pay();
  for (const one of forgive) await one();
  return paid;
}
