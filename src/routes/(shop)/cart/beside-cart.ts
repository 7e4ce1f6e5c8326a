import { stockNews } from '#db/queries/cart-news.ts';
import { sharesOf } from '#db/queries/cart-grants.ts';
import { unitsElsewhere, unreadReceipt } from '#db/queries/cart-merges.ts';
import { savedView } from '#db/queries/cart-saved.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';

/** What the page of a cart shows beside its lines: the receipt of a merge, what is saved for later, why stock fell, how many may look in. */
export async function besideCart(shop: Shop, actor: Actor, cart: CartView | undefined) {
  if (!cart) return { receipt: null, saved: [], news: [], links: 0, note: '', currency: '', elsewhere: 0 };
  const variantIds = cart.lines.filter(({ counted, free, quantity }) => counted && free < quantity).map(({ variantId }) => variantId);
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  const [merged, saved, news, links, elsewhere] = await Promise.all([
    unreadReceipt(shop.db, cart.id),
    savedView(shop.db, cart.id),
    stockNews(shop.db, variantIds),
    sharesOf(shop.db, cart.id, shop.now()),
    customerId === undefined ? 0 : unitsElsewhere(shop.db, customerId, cart.id)
  ]);
  return { receipt: merged?.receipt ?? null, saved, news, links: links.length, note: cart.note, currency: cart.currency, elsewhere };
}
