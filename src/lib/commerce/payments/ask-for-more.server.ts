import { insertPayment, insertTransaction, newestPayment, raisePayment } from '#db/queries/payments.ts';
import type { Tx } from '#db/client.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { CommerceEvent } from '../events.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import { chargeKey, owesCash } from './payment.ts';

export type AskingForMore = {
  order: { id: string; currency: string };
  /** Of the change that costs more than what it gives back. */
  changeId: string;
  /** The difference, in minor units of the order's currency. */
  amountMinor: number;
  /** For a bank; a cash payment that still waits needs none. */
  method: 'upi' | 'card';
  /** By a bank also where the order is still to be paid in cash: that is what it is instead of. */
  isInstead?: boolean;
  /** After this the change is not made. */
  payBy: Date;
  stream: OrderStream;
  at: Date;
  newId: () => string;
};

/**
 * A step of a command, under the order's lock. `raised`: the order is still to be paid in cash, which becomes more, so the change may be made
 * at once. `asked`: the shopper pays the difference by `authorizePayment` with the change's id; `payment.captured` with it says that the change
 * may be made, `payment.lapsed` that it may not. Refuses `in-progress` while the order itself waits for a bank.
 */
export async function askForMore(tx: Tx, asking: AskingForMore): Promise<{ way: 'raised' | 'asked'; events: CommerceEvent[] }> {
  const { order, changeId, amountMinor, method, payBy, at } = asking;
  const own = await newestPayment(tx, order.id);
  if (own?.state === 'pending' && own.transaction) refuse('in-progress');
  if (own && owesCash(own) && !asking.isInstead) {
    await raisePayment(tx, own.id, amountMinor);
    return { way: 'raised', events: [] };
  }
  const { id: orderId, currency } = order;
  const paymentId = asking.newId();
  await insertPayment(tx, { id: paymentId, orderId, changeId, method, currency, amountMinor, payBy, at });
  const key = chargeKey({ orderId, changeId }, 1);
  await insertTransaction(tx, { id: asking.newId(), paymentId, kind: 'charge', key, amountMinor, method, at });
  const asked = { paymentId, changeId, amountMinor, currency, method, payBy: payBy.toISOString() };
  return { way: 'asked', events: [asking.stream.next({ type: 'payment.asked', ...asked })] };
}
