import type { RequestEvent } from '@sveltejs/kit';
import { cartKeyFrom } from '#lib/server/cart-cookie.ts';
import type { Searcher } from '#lib/server/search-limit.ts';

type Event = Pick<RequestEvent, 'cookies' | 'locals' | 'getClientAddress'>;

/** Who searches, as far as one can tell. */
export function searcherIn({ cookies, locals: { shop, session }, getClientAddress }: Event): Searcher {
  return { session: session?.name, cartId: shop.keys.open('cart', cartKeyFrom(cookies) ?? ''), address: getClientAddress() };
}
