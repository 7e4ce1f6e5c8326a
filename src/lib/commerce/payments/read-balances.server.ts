import { findValues } from '#db/queries/stored-values.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { CartView } from '../cart/cart-view.ts';
import { totalsOf } from '../orders/order.ts';
import { cover, isSpendable, type ValueKind } from './stored-value.ts';

/** One that is to pay for a cart; `amountMinor` is 0 when nothing was left for it, or nothing is on it any more. */
export type PayingBalance = { id: string; kind: ValueKind; lastFour: string | null; amountMinor: number };

/** What the gift cards and credit of a cart pay at this moment, and what is left to pay beside them, in minor units. */
export async function readBalances(shop: Shop, cart: CartView): Promise<{ balances: PayingBalance[]; restMinor: number }> {
  const values = await findValues(shop.db, cart.paysWith ?? []);
  const now = { currency: cart.currency, at: shop.now() };
  const { totalMinor } = totalsOf(cart, cart.delivery);
  const { covers, restMinor } = cover(
    values.filter((value) => isSpendable(value, now)),
    totalMinor
  );
  const amountOf = new Map(covers.map(({ id, amountMinor }) => [id, amountMinor]));
  const balances = values.map(({ id, kind, lastFour }) => ({ id, kind, lastFour, amountMinor: amountOf.get(id) ?? 0 }));
  return { balances, restMinor };
}
