import { findOrder, lockOrder, saveOrder } from '#db/queries/orders.ts';
import { movePayment, moveTransaction, newestPayment, type OpenPayment } from '#db/queries/payments.ts';
import { inTransaction, type Recorder } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { orderLifeMachine } from '../orders/order-life.machine.ts';
import { afterAnswer, type PaymentOutcome } from './payment.ts';
import { isKeyReused, isProviderUnreachable, type ChargeAnswer } from './payment-provider.ts';

/** By the shopper with the order's key, by a job or webhook with its id. Without a handle the bank is only asked what it knows. */
export type AuthorizePayment = { orderKey: string; handle: string; returnUrl?: string } | { orderId: string };

/**
 * Asks the bank for the order's money and writes down what it said. Safe to repeat: the bank knows the key, and an answer
 * counts once. When the bank does not answer, nothing is decided and a job asks again. Refuses `not-found`.
 */
export async function authorizePayment(shop: Shop, actor: Actor, input: AuthorizePayment): Promise<PaymentOutcome> {
  const orderId = 'orderId' in input ? input.orderId : shop.keys.open('order', input.orderKey);
  const order = orderId ? await findOrder(shop.db, orderId) : undefined;
  if (!orderId || !order) refuse('not-found');
  const payment = await newestPayment(shop.db, orderId);
  if (!payment?.transaction) return { outcome: 'cash' };
  if (payment.transaction.state === 'succeeded' || payment.transaction.state === 'failed') return outcomeOf(payment);

  const answer = await askBank(shop, { payment, key: payment.transaction.key, number: order.number }, input);
  if (!answer) return { outcome: 'unknown' };
  if (answer === 'not-asked') return { outcome: 'not-asked' };
  return inTransaction(shop, { actor }, (tx, record) =>
    writeDown(tx, record, { shop, orderId, answer, key: payment.transaction?.key ?? '' })
  );
}

type Asked = { payment: OpenPayment; key: string; number: string };

/**
 * Undefined: nobody knows yet. `not-asked`: the bank never heard of it, so the shopper may press Pay again with the same key.
 * A second press with another instrument under the same key is no second payment either: the bank's first answer stands.
 */
async function askBank(
  shop: Shop,
  { payment, key, number }: Asked,
  input: AuthorizePayment
): Promise<ChargeAnswer | 'not-asked' | undefined> {
  const { amountMinor, currency, method } = payment;
  if (!('handle' in input) || payment.transaction?.state !== 'started') return truthOf(shop, key);
  const { handle, returnUrl } = input;
  const order = { key, amountMinor, currency, orderNumber: number, instrument: { method: method as 'upi' | 'card', handle } };
  try {
    return await shop.payments.charge({ ...order, ...(returnUrl !== undefined && { returnUrl }) });
  } catch (fault) {
    if (isProviderUnreachable(fault) || isKeyReused(fault)) return truthOf(shop, key);
    throw fault;
  }
}

async function truthOf(shop: Shop, key: string): Promise<ChargeAnswer | 'not-asked' | undefined> {
  try {
    const truth = await shop.payments.find(key);
    if (!truth) return 'not-asked';
    if (truth.outcome === 'captured' || truth.outcome === 'declined' || truth.outcome === 'action-required') return truth;
    throw new Error(`the bank says ${truth.outcome} of a charge`);
  } catch (fault) {
    if (isProviderUnreachable(fault)) return undefined;
    throw fault;
  }
}

type Written = { shop: Shop; orderId: string; answer: ChargeAnswer; key: string };

async function writeDown(tx: Tx, record: Recorder, { shop, orderId, answer, key }: Written): Promise<PaymentOutcome> {
  const order = await lockOrder(tx, orderId);
  const payment = await newestPayment(tx, orderId);
  if (!order || !payment?.transaction) throw new Error(`order ${orderId} lost its payment`);
  const { transaction } = payment;
  if (transaction.key !== key || transaction.state === 'succeeded' || transaction.state === 'failed') return outcomeOf(payment);
  if (answer.outcome === 'action-required' && transaction.state === 'action_required') return outcomeOf(payment);

  const at = shop.now();
  const stream = orderStream(order);
  const about = { paymentId: payment.id, amountMinor: payment.amountMinor, currency: payment.currency };
  await movePayment(tx, payment.id, afterAnswer(payment, answer));
  if (answer.outcome === 'action-required') {
    await moveTransaction(tx, transaction.id, { state: 'action_required', reference: answer.reference, actionUrl: answer.actionUrl, at });
    record(stream.next({ type: 'payment.action_required', ...about, actionUrl: answer.actionUrl }));
  } else if (answer.outcome === 'declined') {
    await moveTransaction(tx, transaction.id, { state: 'failed', reference: answer.reference, reason: answer.reason, at });
    record(stream.next({ type: 'payment.declined', ...about, reason: answer.reason }));
  } else {
    await moveTransaction(tx, transaction.id, { state: 'succeeded', reference: answer.reference, at });
    record(stream.next({ type: 'payment.captured', ...about, reference: answer.reference, late: order.life === 'cancelled' }));
  }
  // Money for an order that lapsed meanwhile confirms nothing: a job sends it back.
  const accepts = answer.outcome === 'captured' && order.life === 'placed';
  const life = accepts
    ? advance(orderLifeMachine, { state: 'placed', context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'accept' })
    : order.life;
  if (accepts) record(stream.next({ type: 'order.confirmed' }));
  await saveOrder(tx, orderId, { life, version: stream.version, at, ...(accepts && { payBy: null }) });
  return answer.outcome === 'captured' ? { outcome: 'captured' } : answer;
}

function outcomeOf(payment: OpenPayment): PaymentOutcome {
  switch (payment.transaction?.state) {
    case 'succeeded':
      return { outcome: 'captured' };
    case 'failed':
      return { outcome: 'declined', reason: 'bank-said-no' };
    case 'action_required':
      return { outcome: 'action-required', actionUrl: payment.transaction.actionUrl ?? '' };
    case 'started':
    case undefined:
      return { outcome: 'unknown' };
  }
}
