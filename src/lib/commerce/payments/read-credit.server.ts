import { contactMailOf, creditedCustomer } from '#db/queries/order-money.ts';
import { creditOfCustomer, creditOfOrder } from '#db/queries/stored-values.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { ShownCredit } from './shown-credit.ts';

/** The store credit that was given for an order, for whoever opened it with its key; null where there is none. */
export async function readCredit(shop: Shop, actor: Actor, order: { id: string; currency: string }): Promise<ShownCredit | null> {
  const own = await creditOfOrder(shop.db, order.id);
  if (own) {
    const getsCode = (await contactMailOf(shop.db, order.id)) === '' ? 'at-counter' : 'by-mail';
    return { lastFour: own.lastFour, balanceMinor: own.balanceMinor, getsCode };
  }
  const customerId = await creditedCustomer(shop.db, order.id);
  if (customerId === undefined) return null;
  const isOwner = actor.role === 'shopper' && actor.customerId === customerId;
  const credit = isOwner ? await creditOfCustomer(shop.db, customerId, order.currency) : undefined;
  return { lastFour: null, balanceMinor: credit?.balanceMinor ?? null, getsCode: null };
}
