import type { PaymentMethod } from './payment-provider.ts';

/** How a payment was made: `cash` over a till, the last two from what was paid to us before. */
export type PaidBy = PaymentMethod | 'cash' | 'gift_card' | 'store_credit';

/** Above this a courier takes no cash, in minor units: ₹50,000. */
const CASH_LIMIT_MINOR = 5_000_000;

/** Ways to pay that fit what is ordered: cash at the door only for what is brought, paying in the shop only for what is collected. */
export function methodsFor(cart: { lines: { method: 'ship' | 'pickup' }[] }, totalMinor: number): PaymentMethod[] {
  const ships = cart.lines.some((line) => line.method === 'ship');
  const collects = cart.lines.some((line) => line.method === 'pickup');
  const methods: PaymentMethod[] = ['upi', 'card'];
  if (ships && !collects && totalMinor <= CASH_LIMIT_MINOR) methods.push('cash_on_delivery');
  if (collects && !ships) methods.push('pay_in_store');
  return methods;
}

/** Whether a bank is asked at once; cash is counted later. */
export const asksBank = (method: PaidBy): boolean => method === 'upi' || method === 'card';
/** Whether it comes from a balance that we keep. */
export const isStoredValue = (method: PaidBy): boolean => method === 'gift_card' || method === 'store_credit';
