import { insertCart, openCartFor } from '#db/queries/carts.ts';
import { once } from '#db/queries/idempotency.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';

export type OpenCart = { postcode?: string | null; key?: string };

/**
 * A new, empty cart; an account has one open at a time, so there it may be the one that is open already.
 * Its key is the only way in; whoever has it may do with the cart what its shopper may.
 */
export async function openCart(
  shop: Shop,
  actor: Actor,
  input: OpenCart = {}
): Promise<{ cartId: string; cartKey: string; version: number }> {
  const { key, ...asked } = input;
  const { currency, country } = MARKET;
  const cart = { id: shop.newId(), channel: actor.channel, currency, country, postcode: input.postcode ?? null, at: shop.now() };
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  const cartId = customerId ? await openCartFor(shop.db, customerId, cart) : await insertCart(shop.db, cart, once('open-cart', key, asked));
  return { cartId, cartKey: shop.keys.make('cart', cartId), version: 1 };
}
