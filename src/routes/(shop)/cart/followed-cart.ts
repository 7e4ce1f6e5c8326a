import { cartSnapshots } from '#db/queries/live-carts.ts';
import { authorOf } from '#lib/commerce/cart/author.ts';
import { isOpen } from '#lib/commerce/cart/cart.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { ThisCart } from './this-cart.ts';

/** What an open page needs to follow the cart and to change it together with others. `seen` is the version the page was made from. */
export async function followedCart({ shop, actor }: { shop: Shop; actor: Actor }, here: ThisCart | undefined) {
  if (!here || !isOpen(here.cart)) return null;
  const [snapshot] = await cartSnapshots(shop.db, [here.cart.id]);
  return snapshot ? { cartKey: here.cartKey, seen: here.cart.version, snapshot, me: authorOf(actor) } : null;
}
