import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { endAsking, movePayment, moveTransaction, newestPayment, payByOf } from '#db/queries/payments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { afterAnswer, EXPIRED } from './payment.ts';

/**
 * What a change costs more was not paid in time: nobody waits for it any more. Found by a sweep, so perhaps twice. A payment that the bank says
 * it made is left alone; where it waits for the shopper, what comes of it late goes back.
 */
export async function lapsePayment(shop: Shop, actor: Actor, { orderId, changeId }: { orderId: string; changeId: string }): Promise<void> {
  const asked = await newestPayment(shop.db, orderId, changeId);
  const truth = asked?.transaction && (await shop.payments.find(asked.transaction.key));
  if (truth?.outcome === 'captured') return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const payment = await newestPayment(tx, orderId, changeId);
    if (!order || !payment?.transaction || payment.id !== asked?.id || payment.state === 'captured') return;
    const [at, payBy] = [shop.now(), await payByOf(tx, payment.id)];
    if (!payBy || payBy > at) return;
    const { id: paymentId, transaction, amountMinor, currency } = payment;
    await endAsking(tx, paymentId, at);
    if (payment.state === 'pending' && truth?.outcome !== 'action-required') {
      await movePayment(tx, paymentId, afterAnswer(payment, { outcome: 'declined', reference: transaction.key, reason: EXPIRED }));
      await moveTransaction(tx, transaction.id, { state: 'failed', reason: EXPIRED, at });
    }
    const stream = orderStream(order);
    record(stream.next({ type: 'payment.lapsed', paymentId, changeId, amountMinor, currency }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}
