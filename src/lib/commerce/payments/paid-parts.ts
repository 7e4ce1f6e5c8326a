import { methodName } from '../orders/order-words.ts';
import type { HowBack } from './money-back.ts';
import { asksBank, isStoredValue, type PaidBy } from './payment-methods.ts';
import type { PaymentState } from './payment.machine.ts';
import { valueName } from './stored-value.ts';

/** One payment of an order; `lastFour` of the gift card or credit it was made with; `back` is what went from it, or will. */
export type PaidPart = {
  id: string;
  method: PaidBy;
  state: PaymentState;
  amountMinor: number;
  capturedMinor: number;
  /** What its bank stands for and gives as parcels leave. */
  toTakeMinor: number;
  lastFour: string | null;
  back: { id: string; amountMinor: number; how: HowBack; state: 'due' | 'paid'; isRefused: boolean }[];
};

/** "UPI", "Gift card …7K2M". */
export function partName({ method, lastFour }: Pick<PaidPart, 'method' | 'lastFour'>): string {
  if (method === 'gift_card' || method === 'store_credit') return valueName({ kind: method, lastFour });
  const name = methodName(method);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Whether it is there already, or still to be paid. */
export function partStands({
  capturedMinor,
  amountMinor,
  toTakeMinor
}: Pick<PaidPart, 'capturedMinor' | 'amountMinor' | 'toTakeMinor'>): string {
  if (toTakeMinor > 0) return capturedMinor > 0 ? 'a part is taken' : 'kept ready by your bank';
  if (capturedMinor > 0) return 'paid';
  return amountMinor > 0 ? 'to pay' : 'nothing left to pay';
}

/** One thing that went back from a payment; `amount` as it is read. */
export function partBack(
  { method }: Pick<PaidPart, 'method'>,
  { how, state, isRefused }: PaidPart['back'][number],
  amount: string
): string {
  if (how === 'taken-off') return `${amount} less to pay`;
  if (isRefused) return `${amount} not taken back by the bank`;
  const isThere = state === 'paid';
  if (isStoredValue(method)) return isThere ? `${amount} is on it again` : `${amount} goes back on it`;
  if (how === 'store-credit') return isThere ? `${amount} became store credit` : `${amount} becomes store credit`;
  if (how === 'by-hand') {
    const where = asksBank(method) ? 'by one of us' : 'in cash';
    return isThere ? `${amount} given back ${where}` : `${amount} comes back ${where}`;
  }
  return isThere ? `${amount} sent back` : `${amount} goes back`;
}
