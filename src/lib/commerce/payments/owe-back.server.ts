import { newestPayment, type OpenPayment } from '#db/queries/payments.ts';
import { insertRefund, lowerPayment, owedOf } from '#db/queries/refunds.ts';
import type { Tx } from '#db/client.ts';
import type { CommerceEvent } from '../events.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import { asksBank } from './payment-methods.ts';

export type Owing = {
  orderId: string;
  fulfilmentOrderId: string;
  reason: 'not-filled' | 'late' | 'uncollected' | 'changed';
  /** At most this, in minor units of the order's currency; less when less was paid. */
  amountMinor: number;
  stream: OrderStream;
  at: Date;
  newId: () => string;
};

/**
 * A step of a command, under the order's lock: what is still to be paid in cash becomes less, what was paid is owed back. Once for each
 * parcel and reason; nothing when nothing was or will be paid.
 */
export async function oweBack(tx: Tx, owing: Owing): Promise<CommerceEvent[]> {
  const payment = await newestPayment(tx, owing.orderId);
  if (!payment) return [];
  const isTakenOff = payment.state === 'pending' && !asksBank(payment.method);
  const amountMinor = Math.min(owing.amountMinor, isTakenOff ? payment.amountMinor : await paidOf(tx, payment));
  if (amountMinor <= 0) return [];
  const { orderId, fulfilmentOrderId, reason, at } = owing;
  const { id: paymentId, currency } = payment;
  const refundId = owing.newId();
  const refund = { id: refundId, orderId, paymentId, fulfilmentOrderId, reason, amountMinor, isTakenOff, at };
  if (!(await insertRefund(tx, refund))) return [];
  if (isTakenOff) await lowerPayment(tx, paymentId, amountMinor);
  return [owing.stream.next({ type: 'refund.owed', fulfilmentOrderId, refundId, paymentId, reason, amountMinor, currency, isTakenOff })];
}

async function paidOf(tx: Tx, { id, capturedMinor, refundedMinor }: OpenPayment): Promise<number> {
  return capturedMinor - refundedMinor - (await owedOf(tx, id));
}
