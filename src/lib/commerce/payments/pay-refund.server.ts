import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { findPayment, insertTransaction, movePayment, moveTransaction } from '#db/queries/payments.ts';
import { bonusOf, findRefund, lockDueRefund, markRefundPaid, noteGivenBack, type Refund } from '#db/queries/refunds.ts';
import { callOfRefund, type RefundCall } from '#db/queries/refused-refunds.ts';
import { hasEntry, openCreditFor, payIn, valueOfPayment } from '#db/queries/stored-values.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { afterRefund } from './payment.ts';
import { ProviderUnreachable } from './payment-provider.ts';
import { isStoredValue } from './payment-methods.ts';
import { creditCode, sealedCode, SPEND_WITHIN_MS } from './stored-value.ts';
import type { Tx } from '#db/client.ts';
import type { PaymentMethod } from '#db/schema/orders.ts';

/**
 * Sends back what is owed. Runs as a job, so perhaps twice: the call to a bank is written down before it is made, and the bank knows its key.
 * A bank that says no is asked again by nobody but one of us. What goes on a gift card or becomes store credit is put there, once. What is not taken yet is waited for. Cash that was paid stays owed until one of us sees to it.
 */
export async function payRefund(shop: Shop, actor: Actor, input: { refundId: string }): Promise<void> {
  const refund = await findRefund(shop.db, input.refundId);
  if (refund?.state !== 'due') return;
  await untilTaken(shop, refund);
  if (refund.how === 'bank') await sendByBank(shop, actor, refund);
  if (refund.how === 'gift-card' || refund.how === 'store-credit') await putOnBalance(shop, actor, refund);
}

/** Of what its bank was asked for and has not said nothing can go back yet. @throws `ProviderUnreachable` then, so that the job comes again */
async function untilTaken(shop: Shop, { id, paymentId, amountMinor }: Refund): Promise<void> {
  const paid = await findPayment(shop.db, paymentId);
  if (paid && paid.capturedMinor - paid.refundedMinor < amountMinor)
    throw new ProviderUnreachable(`refund ${id} waits for what its bank was asked for`);
}

/** What its bank refused waits for somebody who sends it another way. */
async function sendByBank(shop: Shop, actor: Actor, refund: Refund): Promise<void> {
  const { orderId, amountMinor } = refund;
  const paid = await findPayment(shop.db, refund.paymentId);
  const chargeReference = paid?.transaction?.reference;
  if (!paid || !chargeReference) throw new Error(`refund ${refund.id} is of no payment that a bank took`);
  const call = await askedFor(shop, actor, { refund, method: paid.method });
  if (call?.state !== 'started') return;
  const answer = await shop.payments.refund({ key: call.key, chargeReference, amountMinor });

  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const payment = await findPayment(tx, refund.paymentId);
    const { last } = await callOfRefund(tx, refund.id);
    if (!order || !payment || last?.id !== call.id || last.state !== 'started') return;
    const at = shop.now();
    const stream = orderStream(order);
    const { id: paymentId, currency } = payment;
    const about = { paymentId, amountMinor, currency };
    if (answer.outcome === 'refunded') {
      await movePayment(tx, payment.id, afterRefund(payment, amountMinor));
      await moveTransaction(tx, call.id, { state: 'succeeded', reference: answer.reference, at });
      await markRefundPaid(tx, refund.id, at);
      record(stream.next({ type: 'payment.refunded', ...about, reference: answer.reference }));
    } else {
      await moveTransaction(tx, call.id, { state: 'failed', reason: answer.reason, at });
      record(stream.next({ type: 'refund.refused', ...about, refundId: refund.id, reason: answer.reason }));
    }
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

/** The call that is written down, whatever came of it, or a new one; undefined when nothing is due any more. */
async function askedFor(
  shop: Shop,
  actor: Actor,
  { refund, method }: { refund: Refund; method: PaymentMethod }
): Promise<RefundCall | undefined> {
  return inTransaction(shop, { actor }, async (tx) => {
    // Until this is written down, whoever takes a change back may take the money it owed back as well, and another may have sent it.
    if (!(await lockDueRefund(tx, refund.id))) return undefined;
    const { last } = await callOfRefund(tx, refund.id);
    if (last) return last;
    const call = { id: shop.newId(), key: `refund:${refund.id}` };
    const { paymentId, amountMinor } = refund;
    await insertTransaction(tx, { ...call, paymentId, kind: 'refund', amountMinor, method, at: shop.now() });
    return { ...call, state: 'started' };
  });
}

async function putOnBalance(shop: Shop, actor: Actor, { id, orderId }: Refund): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, orderId);
    const refund = await findRefund(tx, id);
    const payment = refund && (await findPayment(tx, refund.paymentId));
    if (!order || !payment || refund.state !== 'due') return;
    const at = shop.now();
    const valueId = isStoredValue(payment.method) ? await valueOfPayment(tx, payment.id) : await openCredit(shop, tx, orderId);
    if (!valueId) throw new Error(`payment ${payment.id} was made from no balance`);
    const { creditId, paymentId, amountMinor } = refund;
    const entry = { valueId, orderId, actor, at, spendUntil: new Date(at.getTime() + SPEND_WITHIN_MS) };
    await payIn(tx, 'refunded', { ...entry, id: shop.newId(), deltaMinor: amountMinor, cause: `refund:${id}`, paymentId, refundId: id });
    const bonusMinor = await bonusOf(tx, creditId);
    const [bonus, isCredit] = [`bonus:${creditId}`, refund.how === 'store-credit'];
    if (isCredit && bonusMinor > 0 && !(await hasEntry(tx, bonus))) {
      await payIn(tx, 'bonus', { ...entry, id: shop.newId(), deltaMinor: bonusMinor, cause: bonus });
    }
    const reference = `balance:${valueId}`;
    const given = { transactionId: shop.newId(), reference, after: afterRefund(payment, amountMinor), at };
    await noteGivenBack(tx, refund, payment.method, given);
    const stream = orderStream(order);
    record(stream.next({ type: 'payment.refunded', paymentId, amountMinor, currency: payment.currency, reference }));
    await saveOrder(tx, orderId, { version: stream.version, at });
  });
}

/** The account's, or of a guest that of the order. */
async function openCredit(shop: Shop, tx: Tx, orderId: string): Promise<string> {
  const id = shop.newId();
  const sealed = sealedCode(shop.keys.seal, creditCode(shop.keys.seal, orderId));
  return openCreditFor(tx, orderId, { id, sealed, at: shop.now() });
}
