import { creditOfCustomer, findValuesBySeals } from '#db/queries/stored-values.ts';
import type { CartView } from '#lib/commerce/cart/cart-view.ts';
import { DEMO_GIFT_CARDS } from '#lib/commerce/payments/demo-gift-cards.ts';
import { isSpendable, sealedCode, shownCode } from '#lib/commerce/payments/stored-value.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';

/** What the account could pay with and does not yet. */
export async function ownCredit(
  shop: Shop,
  actor: Actor,
  { currency, paysWith }: Pick<CartView, 'currency'> & Partial<Pick<CartView, 'paysWith'>>
): Promise<number | null> {
  const customerId = actor.role === 'shopper' ? actor.customerId : undefined;
  const credit = customerId === undefined ? undefined : await creditOfCustomer(shop.db, customerId, currency);
  const isOpen = credit && isSpendable(credit, { currency, at: shop.now() }) && !paysWith?.includes(credit.id);
  return isOpen ? credit.balanceMinor : null;
}

/** The gift cards of the demonstration that are in this shop and have something on them. */
export async function giftCardsToTry(shop: Shop): Promise<{ code: string; balanceMinor: number }[]> {
  const seals = DEMO_GIFT_CARDS.map(({ code }) => sealedCode(shop.keys.seal, code).codeSeal);
  const found = await findValuesBySeals(shop.db, seals);
  return DEMO_GIFT_CARDS.flatMap(({ code }, place) => {
    const balanceMinor = found.get(seals[place] ?? '')?.balanceMinor ?? 0;
    return balanceMinor > 0 ? [{ code: shownCode(code), balanceMinor }] : [];
  });
}
