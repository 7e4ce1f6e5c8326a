import { once } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder, type OrderHead } from '#db/queries/orders.ts';
import { countPayments, endAsking, insertPayment, insertTransaction, newestPayment } from '#db/queries/payments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { stillUntil } from './pay-asked.server.ts';
import { chargeKey } from './payment.ts';
import { orderStream } from '../orders/order-stream.ts';

/** Without a method it is paid as it was tried before. With `changeId` it is what that change of the order costs more. */
export type RetryPayment = { orderKey: string; changeId?: string; method?: 'upi' | 'card'; key: string };

/**
 * After a declined payment: another one beside it, with a key of its own, while the goods are still kept, or the change still waits.
 * Refuses `not-found`, `order-cancelled`, `in-progress` while the bank has not decided on the last one, `not-allowed` when it is paid (detail:
 * how it stands) or the time for the change is over (detail: `lapsed`).
 */
export async function retryPayment(shop: Shop, actor: Actor, input: RetryPayment): Promise<{ paymentId: string }> {
  const orderId = shop.keys.open('order', input.orderKey);
  if (!orderId) refuse('not-found');
  const { key, method: wanted, changeId } = input;
  const named = once(`retry-payment:${changeId ?? orderId}`, key, { method: wanted });
  return inTransaction(shop, { actor, once: named }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const last = await newestPayment(tx, orderId, changeId);
    if (!order || !last) refuse('not-found');
    const at = shop.now();
    const payBy = changeId === undefined ? null : await stillUntil(tx, { order, last, at });
    if (changeId === undefined) refuseSettled(order, at);
    if (last.state !== 'declined') refuse('in-progress');
    await endAsking(tx, last.id, null);

    const method = wanted ?? last.method;
    const payment = {
      id: shop.newId(),
      orderId,
      changeId: changeId ?? null,
      method,
      currency: order.currency,
      amountMinor: last.amountMinor,
      at
    };
    const number = (await countPayments(tx, orderId, payment.changeId)) + 1;
    await insertPayment(tx, { ...payment, payBy });
    const call = { id: shop.newId(), paymentId: payment.id, kind: 'charge' as const, key: chargeKey(payment, number) };
    await insertTransaction(tx, { ...call, amountMinor: payment.amountMinor, method, at });
    const stream = orderStream(order);
    const { id: paymentId, amountMinor, currency } = payment;
    const retried = { paymentId, amountMinor, currency, method, ...(changeId !== undefined && { changeId }) };
    record(stream.next({ type: 'payment.retried', ...retried }));
    await saveOrder(tx, orderId, { version: stream.version, at });
    return { paymentId };
  });
}

function refuseSettled({ life, payBy }: OrderHead, at: Date): void {
  if (life === 'cancelled' || (payBy && payBy <= at)) refuse('order-cancelled');
  if (life !== 'placed') refuse('not-allowed', life);
}
