import { cartView } from '#db/queries/carts.ts';
import { sealOf } from '#db/queries/idempotency.ts';
import { orderedBefore } from '#db/queries/ordered-before.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { MARKET } from '../stores/market.ts';
import { isOpen } from './cart.ts';
import { offersOf, operatedCart } from './operate-cart.server.ts';
import type { OperatedCart } from './operations.ts';
import { planAgain, type AgainLine } from './plan-again.ts';

const EMPTY: OperatedCart = { state: 'active', currency: MARKET.currency, lines: [], saved: [], note: '' };

/** What ordering again would put into the visitor's cart at this moment, or into a new one, with the seal by which it is confirmed. */
export async function readAgain(
  shop: Pick<Shop, 'db' | 'keys'>,
  { orderKey, cartKey }: { orderKey: string; cartKey: string | undefined }
): Promise<{ lines: AgainLine[]; seal: string }> {
  const orderId = shop.keys.open('order', orderKey) ?? refuse('not-found');
  const cartId = cartKey === undefined ? undefined : shop.keys.open('cart', cartKey);
  const view = cartId === undefined ? undefined : await cartView(shop.db, cartId);
  const cart = view && isOpen(view) ? view : undefined;
  const ordered = await orderedBefore(shop.db, orderId);
  const offers = await offersOf(shop.db, cart?.id ?? null, ordered);
  const { lines } = planAgain(cart ? await operatedCart(shop.db, cart) : EMPTY, ordered, offers);
  return { lines, seal: sealOf(lines) };
}
