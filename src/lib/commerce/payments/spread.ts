import { sumMinor } from '#lib/kernel/money.ts';
import { asksBank, isStoredValue, type PaidBy } from './payment-methods.ts';
import type { HowBack } from './money-back.ts';
import type { PaymentState } from './payment.machine.ts';

/**
 * One payment of an order with what moved so far; `owedMinor` is owed back of it and not sent yet. `toTakeMinor`: what its bank stands for and gives when
 * parcels leave; `takingMinor`: what it was asked for and has not said, which is theirs again as if it had.
 */
export type Instrument = {
  paymentId: string;
  method: PaidBy;
  state: PaymentState;
  amountMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  owedMinor: number;
  toTakeMinor: number;
  takingMinor: number;
};
/** Payments of one change of an order, which come before or behind all others. */
export type Ranked = { changeId: string; comes: 'first' | 'last' };
export type Part = { paymentId: string; amountMinor: number; how: HowBack };
export type BackTo = 'original' | 'store-credit';

/** What is still to be paid in cash, or to be taken from a bank, becomes less first: nobody need send anything. */
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
  const ways = payments.flatMap(waysOf).toReversed();
  ways.sort((one, other) => rank(one.payment) - rank(other.payment) || ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  let left = amountMinor;
  const parts = ways.map(({ payment, kind, mostMinor }) => {
    const part = Math.min(left, mostMinor);
    left -= part;
    return { paymentId: payment.paymentId, amountMinor: part, how: to === 'store-credit' && kind !== 'taken-off' ? to : kind };
  });
  return parts.filter((part) => part.amountMinor > 0);
}

type Way<P extends Instrument> = { payment: P; kind: HowBack; mostMinor: number };

/** Of what a bank takes bit by bit, what it took goes back, and the rest becomes less. */
function waysOf<P extends Instrument>(payment: P): Way<P>[] {
  const { method, state, amountMinor, capturedMinor, refundedMinor, owedMinor, toTakeMinor, takingMinor } = payment;
  const left = state === 'disputed' ? 0 : Math.max(0, capturedMinor + takingMinor - refundedMinor - owedMinor);
  if (asksBank(method)) {
    return [
      { payment, kind: 'bank', mostMinor: left },
      { payment, kind: 'taken-off', mostMinor: toTakeMinor }
    ];
  }
  if (isStoredValue(method)) return [{ payment, kind: method === 'gift_card' ? 'gift-card' : 'store-credit', mostMinor: left }];
  return state === 'pending' ? [{ payment, kind: 'taken-off', mostMinor: amountMinor }] : [{ payment, kind: 'by-hand', mostMinor: left }];
}

/** What of it is still to be paid in cash or to be taken, or was paid and not given back. */
export const leftOf = (payment: Instrument): number => sumMinor(waysOf(payment).map(({ mostMinor }) => mostMinor));
