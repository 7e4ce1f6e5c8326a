import { asksBank, isStoredValue, type PaidBy } from './payment-methods.ts';
import type { HowBack } from './money-back.ts';
import type { PaymentState } from './payment.machine.ts';

/** One payment of an order with what moved so far; `owedMinor` is owed back of it and not sent yet. */
export type Instrument = {
  paymentId: string;
  method: PaidBy;
  state: PaymentState;
  amountMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  owedMinor: number;
};
/** Payments of one change of an order, which come before or behind all others. */
export type Ranked = { changeId: string; comes: 'first' | 'last' };
export type Part = { paymentId: string; amountMinor: number; how: HowBack };
export type BackTo = 'original' | 'store-credit';

/** What is still to be paid in cash becomes less first: nobody need send anything. */
const ORDER: readonly HowBack[] = ['taken-off', 'bank', 'by-hand', 'store-credit', 'gift-card'];

/**
 * From which payments so much goes back, at most what is left of each, and how. What can be spent anywhere comes before what can only be spent
 * with us: in doubt for the shopper. Of two of a kind the newest, which the last change was paid with. `payments` come oldest first.
 */
export function spread(
  payments: readonly (Instrument & { changeId?: string | null })[],
  amountMinor: number,
  to: BackTo,
  ranked?: Ranked
): Part[] {
  const rank = ({ changeId }: { changeId?: string | null }): number =>
    ranked?.changeId === changeId && ranked ? (ranked.comes === 'first' ? -1 : 1) : 0;
  const ways = payments.map((payment) => ({ payment, kind: kindOf(payment) })).toReversed();
  ways.sort((one, other) => rank(one.payment) - rank(other.payment) || ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  let left = amountMinor;
  const parts = ways.map(({ payment, kind }) => {
    const part = Math.min(left, leftOf(payment));
    left -= part;
    return { paymentId: payment.paymentId, amountMinor: part, how: to === 'store-credit' && kind !== 'taken-off' ? to : kind };
  });
  return parts.filter((part) => part.amountMinor > 0);
}

function kindOf({ method, state }: Instrument): HowBack {
  if (asksBank(method)) return 'bank';
  if (isStoredValue(method)) return method === 'gift_card' ? 'gift-card' : 'store-credit';
  return state === 'pending' ? 'taken-off' : 'by-hand';
}

/** What of it is still to be paid in cash, or was paid and not given back. */
export function leftOf(payment: Instrument): number {
  const { state, amountMinor, capturedMinor, refundedMinor, owedMinor } = payment;
  if (kindOf(payment) === 'taken-off') return amountMinor;
  return state === 'disputed' ? 0 : Math.max(0, capturedMinor - refundedMinor - owedMinor);
}
