import { markRead } from '#db/queries/inbox.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { theCustomer } from '../customers/customer.ts';

/** `upTo` is when the newest was told of those that the reader saw: what came since stays unread. */
export type ReadNotices = { orderKey?: string | undefined; upTo: Date };

/** Marks as read what was told of one order to whoever holds its key, or else of all orders of an account. Refuses `not-found`, `not-allowed`. */
export async function readNotices(shop: Shop, actor: Actor, { orderKey, upTo }: ReadNotices): Promise<void> {
  const whose =
    orderKey === undefined ? { customerId: theCustomer(actor) } : { orderId: shop.keys.open('order', orderKey) ?? refuse('not-found') };
  await inTransaction(shop, { actor }, async (tx) => markRead(tx, whose, { upTo, at: shop.now() }));
}
