import { once as onceFor } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { findPayment, insertTransaction, movePayment, moveTransaction } from '#db/queries/payments.ts';
import { findRefund, lockDueRefund, markRefundPaid } from '#db/queries/refunds.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { afterRefund } from './payment.ts';

/**
 * Sends back what is owed. Runs as a job, so perhaps twice: the call is written down before it is made, and the bank knows its key. Cash
 * that was paid no bank can send: it stays owed until one of us sees to it.
 */
export async function payRefund(shop: Shop, actor: Actor, input: { refundId: string }): Promise<void> {
  const refund = await findRefund(shop.db, input.refundId);
  if (refund?.state !== 'due' || refund.how !== 'bank') return;
  const { orderId, amountMinor } = refund;
  const paid = await findPayment(shop.db, refund.paymentId);
  const chargeReference = paid?.transaction?.reference;
  if (!paid || !chargeReference) throw new Error(`refund ${refund.id} is of no payment that a bank took`);
  const key = `refund:${refund.id}`;
  const transactionId = await inTransaction(shop, { actor, once: onceFor('pay-refund', key, {}) }, async (tx) => {
    const id = shop.newId();
    // Whoever takes a change back may take the money it owed back as well, until this is written down.
    if (!(await lockDueRefund(tx, refund.id))) refuse('not-allowed', 'withdrawn');
    await insertTransaction(tx, { id, paymentId: paid.id, kind: 'refund', key, amountMinor, method: paid.method, at: shop.now() });
    return id;
  });
  const answer = await shop.payments.refund({ key, chargeReference, amountMinor });
  if (answer.outcome !== 'refunded') throw new Error(`the bank did not refund ${refund.id} of order ${orderId}: ${answer.reason}`);

  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const payment = await findPayment(tx, refund.paymentId);
    if (!order || !payment || (await findRefund(tx, refund.id))?.state !== 'due') return;
    const at = shop.now();
    const stream = orderStream(order);
    await movePayment(tx, payment.id, afterRefund(payment, amountMinor));
    await moveTransaction(tx, transactionId, { state: 'succeeded', reference: answer.reference, at });
    await markRefundPaid(tx, refund.id, at);
    const { id: paymentId, currency } = payment;
    record(stream.next({ type: 'payment.refunded', paymentId, amountMinor, currency, reference: answer.reference }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}
