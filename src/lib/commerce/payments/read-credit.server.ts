import { creditedCustomer } from '#db/queries/order-money.ts';
import { creditOfCustomer, creditOfOrder } from '#db/queries/stored-values.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { ShownCredit } from './shown-credit.ts';
import { creditCode, shownCode } from './stored-value.ts';

/** The store credit that was given for an order, for whoever opened it with its key; null where there is none. */
export async function readCredit(shop: Shop, actor: Actor, order: { id: string; currency: string }): Promise<ShownCredit | null> {
  const own = await creditOfOrder(shop.db, order.id);
  if (own) return { code: shownCode(creditCode(shop.keys.seal, order.id)), balanceMinor: own.balanceMinor };
  const customerId = await creditedCustomer(shop.db, order.id);
  if (customerId === undefined) return null;
  const isOwner = actor.role === 'shopper' && actor.customerId === customerId;
  const credit = isOwner ? await creditOfCustomer(shop.db, customerId, order.currency) : undefined;
  return { code: null, balanceMinor: credit?.balanceMinor ?? null };
}
