import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { findPayment } from '#db/queries/payments.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { cashAtCounter, findRefund, noteGivenBack, type Refund } from '#db/queries/refunds.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Tx } from '#db/client.ts';
import { orderStream } from '../orders/order-stream.ts';
import { atNode, mayGiveCash } from '../stores/staff-policy.ts';
import { decideCash } from '../policies/decide-cash.ts';
import { obey } from '../policies/obey.ts';
import { afterRefund } from './payment.ts';

/**
 * One of us has given a shopper back what they paid in cash; pressed twice, it is given once. What a bank sends is not theirs to give. A manager
 * gives any; whoever takes returns gives it for what came back to their place, up to what the policy says. Refuses `forbidden`, `not-found`,
 * `cash-above-limit`.
 */
export async function payBackByHand(shop: Shop, actor: Actor, input: { refundId: string }): Promise<void> {
  const { userId } = mayGiveCash(actor) ? actor : atNode(actor, 'take-returns');
  const refund = await findRefund(shop.db, input.refundId);
  if (refund?.how !== 'by-hand') refuse('not-found');
  const { id, orderId, paymentId, amountMinor } = refund;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const payment = await findPayment(tx, paymentId);
    const now = await findRefund(tx, id);
    if (now?.state !== 'due') return;
    // It may have been sent another way meanwhile.
    if (now.how !== 'by-hand') refuse('not-found');
    await byWhomItIsTheirs(tx, actor, refund);
    if (!order || !payment) throw new Error(`refund ${id} is of no payment that was made`);
    const [at, transactionId, reference] = [shop.now(), shop.newId(), `by-hand:${userId}`];
    const { currency, method } = payment;
    await noteGivenBack(tx, refund, method, { transactionId, reference, after: afterRefund(payment, amountMinor), at });
    const stream = orderStream(order);
    record(stream.next({ type: 'payment.refunded', paymentId, amountMinor, currency, reference }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

async function byWhomItIsTheirs(tx: Tx, actor: Actor, { id, orderId, amountMinor }: Refund): Promise<void> {
  if (mayGiveCash(actor)) return;
  const { nodeId } = atNode(actor, 'take-returns');
  const cash = await cashAtCounter(tx, id);
  if (cash.nodeId !== nodeId) refuse('forbidden', 'give-cash');
  obey(decideCash(await policyOfOrder(tx, orderId), { amountMinor, givenMinor: cash.givenMinor }), { orderId, asked: 'cash' });
}
