import { newestPayment, type OpenPayment } from '#db/queries/payments.ts';
import { insertRefund, lowerPayment, owedOf } from '#db/queries/refunds.ts';
import type { Tx } from '#db/client.ts';
import type { CommerceEvent } from '../events.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import type { BackReason, HowBack } from './money-back.ts';
import { asksBank } from './payment-methods.ts';

export type Owing = {
  orderId: string;
  fulfilmentOrderId: string;
  reason: BackReason;
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
  const how = howBack(payment);
  const amountMinor = Math.min(owing.amountMinor, how === 'taken-off' ? payment.amountMinor : await paidOf(tx, payment));
  if (amountMinor <= 0) return [];
  const { orderId, fulfilmentOrderId, reason, at } = owing;
  const { id: paymentId, currency } = payment;
  const refundId = owing.newId();
  const refund = { id: refundId, orderId, paymentId, fulfilmentOrderId, reason, amountMinor, how, at };
  if (!(await insertRefund(tx, refund))) return [];
  if (how === 'taken-off') await lowerPayment(tx, paymentId, amountMinor);
  return [owing.stream.next({ type: 'refund.owed', fulfilmentOrderId, refundId, paymentId, reason, amountMinor, currency, how })];
}

function howBack({ method, state }: OpenPayment): HowBack {
  if (asksBank(method)) return 'bank';
  return state === 'pending' ? 'taken-off' : 'by-hand';
}

async function paidOf(tx: Tx, { id, capturedMinor, refundedMinor }: OpenPayment): Promise<number> {
  return capturedMinor - refundedMinor - (await owedOf(tx, id));
}
