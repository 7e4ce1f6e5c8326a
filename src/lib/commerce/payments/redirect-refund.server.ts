import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { findPayment, insertTransaction } from '#db/queries/payments.ts';
import { findRefund } from '#db/queries/refunds.ts';
import { callOfRefund, refusedRefund, setHowBack } from '#db/queries/refused-refunds.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { overReturns } from '../stores/staff-policy.ts';

/** `bank`: it is asked once more. `orderKey` of whoever opens the order by its link. */
export type RedirectRefund = { refundId: string; how: 'bank' | 'by-hand' | 'store-credit'; orderKey?: string };

/**
 * Money that a bank did not take back goes another way. Whose order it is may have it as store credit; one of us asks the bank again, or gives it
 * by hand, or as credit. Of two at once one counts. Refuses `forbidden`, `not-found`, and `not-allowed` when somebody saw to it before.
 */
export async function redirectRefund(shop: Shop, actor: Actor, input: RedirectRefund): Promise<void> {
  const { refundId, how } = input;
  const { orderId } = await mayRedirect(shop, actor, input);
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = (await lockOrder(tx, orderId)) ?? refuse('not-found');
    // Pressed twice it is done once.
    if (how !== 'bank' && (await findRefund(tx, refundId))?.how === how) return;
    const refused = (await refusedRefund(tx, refundId)) ?? refuse('not-allowed');
    const at = shop.now();
    if (how === 'bank') await askAnew(tx, refundId, { id: shop.newId(), at });
    await setHowBack(tx, refundId, how);
    const stream = orderStream(order);
    const { paymentId, amountMinor, currency } = refused;
    record(stream.next({ type: 'refund.redirected', refundId, how, paymentId, amountMinor, currency }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

async function mayRedirect(shop: Shop, actor: Actor, { refundId, how, orderKey }: RedirectRefund): Promise<{ orderId: string }> {
  if (orderKey === undefined || how !== 'store-credit') overReturns(actor);
  const refund = (await findRefund(shop.db, refundId)) ?? refuse('not-found');
  if (orderKey !== undefined && shop.keys.open('order', orderKey) !== refund.orderId) refuse('not-found');
  return refund;
}

/** Its bank gives the same answer to the same key for ever. */
async function askAnew(tx: Tx, refundId: string, { id, at }: { id: string; at: Date }): Promise<void> {
  const refund = await findRefund(tx, refundId);
  const payment = refund && (await findPayment(tx, refund.paymentId));
  if (!payment) throw new Error(`refund ${refundId} is of no payment`);
  const key = `refund:${refundId}:${(await callOfRefund(tx, refundId)).calls + 1}`;
  const { amountMinor, paymentId } = refund;
  await insertTransaction(tx, { id, paymentId, kind: 'refund', key, amountMinor, method: payment.method, at });
}
