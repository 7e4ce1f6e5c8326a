import type { RefusalCode } from '#lib/kernel/refusal.ts';
import { formatMoney } from '#lib/ui/money.ts';
import { wordsFor } from '../policies/policy-words.ts';
import type { AgainLine } from './plan-again.ts';

const NONE: Partial<Record<RefusalCode, string>> = {
  'not-for-sale': 'Not sold any more.',
  'out-of-stock': 'None left just now.',
  'not-enough-stock': 'All that are left lie in your cart already.',
  'no-pickup-there': 'Not collected at that store any more.',
  'cart-full': 'Your cart is full.',
  'too-many': 'As many as go into a cart lie in it already.'
};

/** What of a thing goes into the cart: how many, for how much, and what is not as it was. */
export function againWords({ quantity, units, whyNot, paidMinor, priceMinor }: AgainLine, currency: string): string[] {
  if (units === 0) return [whyNot === null ? '' : (NONE[whyNot] ?? wordsFor(whyNot))];
  const money = (minor: number): string => formatMoney(minor, currency);
  const isSame = priceMinor === paidMinor;
  return [
    units === quantity ? `${units} of it` : `${units} of ${quantity}: there are no more just now`,
    isSame ? `${money(priceMinor)} each, as before` : `${money(priceMinor)} each; it was ${money(paidMinor)}`
  ];
}
