import { once } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { countPayments, insertPayment, insertTransaction, newestPayment } from '#db/queries/payments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';

/** Without a method it is paid as it was tried before. */
export type RetryPayment = { orderKey: string; method?: 'upi' | 'card'; key: string };

/**
 * After a declined payment: another one beside it, with a key of its own, while the goods are still kept.
 * Refuses `not-found`, `order-cancelled`, `in-progress` while the bank has not decided on the last one, `not-allowed` when it is paid.
 */
export async function retryPayment(shop: Shop, actor: Actor, input: RetryPayment): Promise<{ paymentId: string }> {
  const orderId = shop.keys.open('order', input.orderKey);
  if (!orderId) refuse('not-found');
  const { key, ...asked } = input;
  return inTransaction(shop, { actor, once: once(`retry-payment:${orderId}`, key, { method: asked.method }) }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const last = await newestPayment(tx, orderId);
    if (!order || !last) refuse('not-found');
    const at = shop.now();
    if (order.life === 'cancelled' || (order.payBy && order.payBy <= at)) refuse('order-cancelled');
    if (order.life !== 'placed') refuse('not-allowed', order.life);
    if (last.state !== 'declined') refuse('in-progress');

    const method = asked.method ?? last.method;
    const payment = { id: shop.newId(), orderId, method, currency: order.currency, amountMinor: last.amountMinor, at };
    const number = (await countPayments(tx, orderId)) + 1;
    await insertPayment(tx, payment);
    const call = { id: shop.newId(), paymentId: payment.id, kind: 'charge' as const, key: `order:${orderId}:${number}` };
    await insertTransaction(tx, { ...call, amountMinor: payment.amountMinor, method, at });
    const stream = orderStream(order);
    const { id: paymentId, amountMinor, currency } = payment;
    record(stream.next({ type: 'payment.retried', paymentId, amountMinor, currency, method }));
    await saveOrder(tx, orderId, { version: stream.version, at });
    return { paymentId };
  });
}
