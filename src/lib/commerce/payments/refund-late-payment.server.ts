import { findOrder, lockOrder, saveOrder } from '#db/queries/orders.ts';
import { latePayment } from '#db/queries/payments-on-top.ts';
import { findPayment, movePayment, moveTransaction, transactionOf } from '#db/queries/payments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { afterRefund } from './payment.ts';

/** With `changeId` what that change costs more; else what the order itself does. */
type LatePayment = { orderId: string; changeId?: string };

/**
 * Money that arrived for an order that had lapsed, or for a change of it, goes back whole. Runs as a job, so perhaps twice, and by a sweep when
 * the job was given up: the call is written down before it is made, once, and the bank knows its key.
 */
export async function refundLatePayment(shop: Shop, actor: Actor, input: LatePayment): Promise<void> {
  const { orderId, changeId } = input;
  const paid = await paidLate(shop, input);
  if (!paid) return;
  // Of a change several may be asked for, each instead of the one before.
  const key = changeId === undefined ? `refund:${orderId}:1` : `refund:${changeId}:${paid.id}`;
  const { amountMinor, currency, id: paymentId, method } = paid;
  const transactionId = await inTransaction(shop, { actor }, async (tx) =>
    transactionOf(tx, { id: shop.newId(), paymentId, kind: 'refund', key, amountMinor, method, at: shop.now() })
  );
  const answer = await shop.payments.refund({ key, chargeReference: paid.reference, amountMinor });
  if (answer.outcome !== 'refunded') throw new Error(`the bank did not refund order ${orderId}: ${answer.reason}`);

  await inTransaction(shop, { actor }, async (tx, record) => {
    const locked = await lockOrder(tx, orderId);
    const payment = await findPayment(tx, paymentId);
    if (!locked || payment?.state !== 'captured') return;
    const at = shop.now();
    const stream = orderStream(locked);
    await movePayment(tx, payment.id, afterRefund(payment, amountMinor));
    await moveTransaction(tx, transactionId, { state: 'succeeded', reference: answer.reference, at });
    record(stream.next({ type: 'payment.refunded', paymentId, amountMinor, currency, reference: answer.reference }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

async function paidLate(shop: Shop, { orderId, changeId }: LatePayment) {
  const order = await findOrder(shop.db, orderId);
  const payment = await latePayment(shop.db, { orderId, changeId, isOver: order?.life === 'cancelled' });
  const reference = payment?.transaction?.reference;
  return payment && reference ? { ...payment, reference } : undefined;
}
