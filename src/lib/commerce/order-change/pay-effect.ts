import { isStoredValue } from '../payments/payment-methods.ts';
import { leftOf, spread } from '../payments/spread.ts';
import type { AskedPayment } from '../policies/decide-payment.ts';
import { NO_EFFECT, type ChangeEffect } from './change-effect.ts';
import type { OrderFacts } from './order-facts.ts';

/** What a bank took, or is to be given in cash: what another payment would be instead of. Balances of ours stay as they are. */
const payableElsewhere = ({ payments }: Pick<OrderFacts, 'payments'>) =>
  payments.filter((payment) => !isStoredValue(payment.method) && leftOf(payment) > 0);

/** As a policy is asked: what it is paid by last, and whether that was taken. What balances of ours paid stays paid by them. */
export function askedPayment(order: Pick<OrderFacts, 'payments'>, to: 'upi' | 'card'): AskedPayment {
  const last = payableElsewhere(order).at(-1);
  return { from: last?.method ?? 'store_credit', to, isTaken: last?.state !== 'pending' };
}

/** First the other payment is made, and only then goes back, or is taken off, what it is instead of: to the paisa as much. */
export function payEffect(order: OrderFacts): ChangeEffect {
  const payments = payableElsewhere(order);
  const amountMinor = payments.reduce((sum, payment) => sum + leftOf(payment), 0);
  const back = spread(payments, amountMinor, 'original').map(({ how, amountMinor: part }) => ({ how, amountMinor: part }));
  return { ...NO_EFFECT, kind: 'payment', back, more: { amountMinor, how: 'now' } };
}
