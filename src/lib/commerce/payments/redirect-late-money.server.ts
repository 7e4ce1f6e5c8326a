import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { findPayment, insertTransaction, movePayment, moveTransaction } from '#db/queries/payments.ts';
import { callsOfLate, refusedLate, type RefusedLate } from '#db/queries/refused-refunds.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { mayGiveCash, overReturns } from '../stores/staff-policy.ts';
import { lateKey, ofChange } from './late-money.ts';
import { afterRefund } from './payment.ts';

/** `bank`: it is asked once more. `by-hand`: a manager has given it against a receipt. */
export type RedirectLateMoney = { paymentId: string; how: 'bank' | 'by-hand' };

/**
 * Money that came too late and that its bank did not take back. Of two at once one counts. Refuses `forbidden`, and `not-allowed` when somebody saw
 * to it before.
 */
export async function redirectLateMoney(shop: Shop, actor: Actor, { paymentId, how }: RedirectLateMoney): Promise<void> {
  const { userId } = overReturns(actor);
  if (how === 'by-hand' && !mayGiveCash(actor)) refuse('forbidden', 'give-cash');
  const found = (await refusedLate(shop.db, paymentId)) ?? refuse('not-allowed');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = (await lockOrder(tx, found.orderId)) ?? refuse('not-allowed');
    const refused = (await refusedLate(tx, paymentId)) ?? refuse('not-allowed');
    const at = shop.now();
    const stream = orderStream(order);
    const { amountMinor, currency } = refused;
    const callId = await nextCall(tx, refused, { id: shop.newId(), at });
    record(stream.next({ type: 'refund.redirected', refundId: null, how, paymentId, ...ofChange(refused), amountMinor, currency }));
    if (how === 'by-hand') {
      const reference = `by-hand:${userId}`;
      await noteGiven(tx, refused, { callId, reference, at });
      record(stream.next({ type: 'payment.refunded', paymentId, amountMinor, currency, reference }));
    }
    await saveOrder(tx, order.id, { version: stream.version, at });
  });
}

/** Its bank gives the same answer to the same key for ever. */
async function nextCall(tx: Tx, { paymentId, orderId, changeId, method, amountMinor }: RefusedLate, { id, at }: { id: string; at: Date }) {
  const { calls } = await callsOfLate(tx, paymentId);
  const key = lateKey({ orderId, changeId: changeId ?? undefined }, paymentId, calls + 1);
  await insertTransaction(tx, { id, paymentId, kind: 'refund', key, amountMinor, method, at });
  return id;
}

type Given = { callId: string; reference: string; at: Date };

async function noteGiven(tx: Tx, { paymentId, amountMinor }: RefusedLate, { callId, reference, at }: Given): Promise<void> {
  const payment = (await findPayment(tx, paymentId)) ?? refuse('not-allowed');
  await moveTransaction(tx, callId, { state: 'succeeded', reference, at });
  await movePayment(tx, paymentId, afterRefund(payment, amountMinor));
}
