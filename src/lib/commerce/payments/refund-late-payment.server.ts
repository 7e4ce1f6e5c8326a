import { findOrder, lockOrder, saveOrder } from '#db/queries/orders.ts';
import { latePayment } from '#db/queries/payments-on-top.ts';
import { callsOfLate } from '#db/queries/refused-refunds.ts';
import { findPayment, insertTransaction, movePayment, moveTransaction } from '#db/queries/payments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { lateKey, ofChange } from './late-money.ts';
import { afterRefund } from './payment.ts';

/** With `changeId` what that change costs more; else what the order itself does. */
type LatePayment = { orderId: string; changeId?: string };

/**
 * Money that arrived for an order that had lapsed, or for a change of it, goes back whole. Runs as a job, so perhaps twice, and by a sweep when
 * the job was given up: the call is written down before it is made, once, and the bank knows its key. What it refuses waits for one of us.
 */
export async function refundLatePayment(shop: Shop, actor: Actor, input: LatePayment): Promise<void> {
  const { orderId } = input;
  const paid = await paidLate(shop, input);
  if (!paid) return;
  const { amountMinor, currency, id: paymentId, method } = paid;
  const call = await inTransaction(shop, { actor }, async (tx) => {
    await lockOrder(tx, orderId);
    const { last } = await callsOfLate(tx, paymentId);
    if (last) return last;
    const fresh = { id: shop.newId(), key: lateKey(input, paymentId, 1) };
    await insertTransaction(tx, { ...fresh, paymentId, kind: 'refund', amountMinor, method, at: shop.now() });
    return { ...fresh, state: 'started' as const };
  });
  if (call.state !== 'started') return;
  const answer = await shop.payments.refund({ key: call.key, chargeReference: paid.reference, amountMinor });

  await inTransaction(shop, { actor }, async (tx, record) => {
    const locked = await lockOrder(tx, orderId);
    const payment = await findPayment(tx, paymentId);
    const { last } = await callsOfLate(tx, paymentId);
    if (!locked || payment?.state !== 'captured' || last?.id !== call.id || last.state !== 'started') return;
    const at = shop.now();
    const stream = orderStream(locked);
    const about = { paymentId, amountMinor, currency };
    if (answer.outcome === 'refunded') {
      await movePayment(tx, payment.id, afterRefund(payment, amountMinor));
      await moveTransaction(tx, call.id, { state: 'succeeded', reference: answer.reference, at });
      record(stream.next({ type: 'payment.refunded', ...about, reference: answer.reference }));
    } else {
      await moveTransaction(tx, call.id, { state: 'failed', reason: answer.reason, at });
      record(stream.next({ type: 'refund.refused', ...about, ...ofChange(payment), refundId: null, reason: answer.reason }));
    }
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

async function paidLate(shop: Shop, { orderId, changeId }: LatePayment) {
  const order = await findOrder(shop.db, orderId);
  const payment = await latePayment(shop.db, { orderId, changeId, isOver: order?.life === 'cancelled' });
  const reference = payment?.transaction?.reference;
  return payment && reference ? { ...payment, reference } : undefined;
}
