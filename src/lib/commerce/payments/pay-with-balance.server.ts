import { lockCart, setPaysWith } from '#db/queries/carts.ts';
import { once } from '#db/queries/idempotency.ts';
import { creditOfCustomer, findValueBySeal } from '#db/queries/stored-values.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openedCart } from '../cart/cart-access.server.ts';
import type { CartView } from '../cart/cart-view.ts';
import { isSpendable, isTheirs, MOST_VALUES, typedSeal, type StoredValue } from './stored-value.ts';

/** A code as it was typed; or `credit`, that of the account one is signed in to. */
export type PayWithBalance = { cartKey: string; key?: string | undefined } & ({ typed: string } | { credit: true });

/**
 * A gift card or store credit pays first for what is in the cart. It is taken when the order is placed, and not before. The same again changes
 * nothing. Refuses `not-found`, `cart-closed`, `balances-full`, `key-reused`, and `balance-wrong` alike for what is unknown, empty, blocked or over.
 */
export async function payWithBalance(shop: Shop, actor: Actor, input: PayWithBalance): Promise<void> {
  const { cartId } = await openedCart(shop, actor, input.cartKey, 'buy');
  const seal = 'typed' in input ? typedSeal(shop.keys.seal, input.typed) : undefined;
  await inTransaction(shop, { actor, once: once(`pay-with-balance:${cartId}`, input.key, seal ?? 'credit') }, async (tx) => {
    const cart = await lockCart(tx, cartId);
    if (!cart) refuse('not-found');
    const at = shop.now();
    const value = seal === undefined ? await ownCredit(shop, actor, cart) : await findValueBySeal(tx, seal);
    if (!value || !isSpendable(value, { currency: cart.currency, at }) || !isTheirs(value, actor)) refuse('balance-wrong');
    const paysWith = cart.paysWith ?? [];
    if (paysWith.includes(value.id)) return;
    if (paysWith.length >= MOST_VALUES) refuse('balances-full');
    if (!(await setPaysWith(tx, cartId, [...paysWith, value.id], at))) refuse('cart-closed');
  });
}

async function ownCredit(shop: Shop, actor: Actor, { currency }: CartView): Promise<StoredValue | undefined> {
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  return customerId === undefined ? undefined : creditOfCustomer(shop.db, customerId, currency);
}
