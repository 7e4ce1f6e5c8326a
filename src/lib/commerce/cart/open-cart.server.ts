import { insertCart } from '#db/queries/carts.ts';
import { once } from '#db/queries/idempotency.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';

export type OpenCart = { postcode?: string | null; key?: string };

/** A new, empty cart. Its key is the only way in; whoever has it may do with the cart what its shopper may. */
export async function openCart(
  shop: Shop,
  actor: Actor,
  input: OpenCart = {}
): Promise<{ cartId: string; cartKey: string; version: number }> {
  const { key, ...asked } = input;
  const cartId = await inTransaction(shop, { actor, once: once('open-cart', key, asked) }, async (tx) => {
    const id = shop.newId();
    const { currency, country } = MARKET;
    await insertCart(tx, { id, channel: actor.channel, currency, country, postcode: input.postcode ?? null, at: shop.now() });
    return id;
  });
  return { cartId, cartKey: shop.keys.make('cart', cartId), version: 1 };
}
