import type { OrderHead } from '#db/queries/orders.ts';
import {
  countPayments,
  endAsking,
  insertPayment,
  insertTransaction,
  movePayment,
  moveTransaction,
  newestPayment,
  payByOf,
  type OpenPayment
} from '#db/queries/payments.ts';
import type { Tx } from '#db/client.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { CommerceEvent } from '../events.ts';
import type { OrderStream } from '../orders/order-stream.ts';
import { isProviderUnreachable } from './payment-provider.ts';
import { afterAnswer, chargeKey, EXPIRED } from './payment.ts';

/** What a bank was asked for on top of an order, and until when. */
export type Asked = { last: OpenPayment; payBy: Date };
type Asking = { order: OrderHead; changeId: string; at: Date };

/**
 * What a change or an exchange costs more and waits for. Refuses `not-found`, `order-cancelled`, `in-progress` while a bank waits for its shopper's word, and
 * `not-allowed` when it is paid (detail: how it stands) or its time is over (detail: `lapsed`).
 */
export async function askedFor(tx: Tx, { order, changeId, at }: Asking): Promise<Asked> {
  const last = (await newestPayment(tx, order.id, changeId)) ?? refuse('not-found');
  const payBy = await stillUntil(tx, { order, last, at });
  if (last.transaction?.state === 'action_required') refuse('in-progress');
  return { last, payBy };
}

/** Before the transaction of who pays without a bank: one that has it in hand is not paid beside. Where it cannot be asked, what it takes all the same goes back. Refuses `in-progress`. */
export async function refuseTaken(shop: Shop, orderId: string, changeId: string): Promise<void> {
  const asked = await newestPayment(shop.db, orderId, changeId);
  if (asked?.state !== 'pending' || !asked.transaction) return;
  try {
    const truth = await shop.payments.find(asked.transaction.key);
    if (truth?.outcome === 'captured' || truth?.outcome === 'action-required') refuse('in-progress');
  } catch (fault) {
    if (!isProviderUnreachable(fault)) throw fault;
  }
}

/** Until when it may still be paid. Refuses `order-cancelled`, `not-allowed`. */
export async function stillUntil(tx: Tx, { order, last, at }: { order: OrderHead; last: OpenPayment; at: Date }): Promise<Date> {
  if (order.life === 'cancelled') refuse('order-cancelled');
  if (last.state === 'captured') refuse('not-allowed', last.state);
  const payBy = await payByOf(tx, last.id);
  return payBy && payBy > at ? payBy : refuse('not-allowed', 'lapsed');
}

type Paying = Asking & {
  asked: Asked;
  /** What is paid now and is here already: from a balance, or in cash over the counter. */
  paid: { id: string; method: 'gift_card' | 'store_credit' | 'cash'; amountMinor: number; reference: string };
  stream: OrderStream;
  newId: () => string;
};

/**
 * A step of a command, under the order's lock: what a bank was asked for is paid without it, whole or in part. Nobody waits for the bank any more: what it
 * takes all the same comes late and goes back whole. Where something is left, it is asked for that, until the same time.
 */
export async function payAsked(tx: Tx, paying: Paying): Promise<CommerceEvent[]> {
  const { order, changeId, at, asked, paid, stream } = paying;
  const { last } = asked;
  await endAsked(tx, last, at);
  const payment = {
    id: paid.id,
    orderId: order.id,
    changeId,
    method: paid.method,
    currency: order.currency,
    amountMinor: paid.amountMinor,
    at
  };
  await insertPayment(tx, payment);
  await movePayment(tx, paid.id, { state: 'captured', authorizedMinor: paid.amountMinor, capturedMinor: paid.amountMinor });
  const call = { id: paying.newId(), paymentId: paid.id, kind: 'charge' as const, key: `${paid.reference}:${paid.id}` };
  await insertTransaction(tx, { ...call, amountMinor: paid.amountMinor, method: paid.method, at });
  await moveTransaction(tx, call.id, { state: 'succeeded', reference: paid.reference, at });
  const { id: paymentId, currency, amountMinor } = payment;
  const captured = stream.next({
    type: 'payment.captured',
    paymentId,
    changeId,
    amountMinor,
    currency,
    reference: paid.reference,
    late: false
  });
  const restMinor = last.amountMinor - amountMinor;
  return restMinor === 0 ? [captured] : [captured, await askForRest(tx, paying, restMinor)];
}

/** By the word of the bank it had ended before, or by ours now. */
async function endAsked(tx: Tx, { id, state, transaction, ...sums }: OpenPayment, at: Date): Promise<void> {
  if (state === 'declined') return endAsking(tx, id, null);
  await endAsking(tx, id, at);
  if (!transaction) return;
  await movePayment(tx, id, afterAnswer({ state, ...sums }, { outcome: 'declined', reference: transaction.key, reason: EXPIRED }));
  await moveTransaction(tx, transaction.id, { state: 'failed', reason: EXPIRED, at });
}

async function askForRest(tx: Tx, { order, changeId, at, asked, stream, newId }: Paying, amountMinor: number): Promise<CommerceEvent> {
  const { last, payBy } = asked;
  const { currency, method } = last;
  const paymentId = newId();
  const number = (await countPayments(tx, order.id, changeId)) + 1;
  await insertPayment(tx, { id: paymentId, orderId: order.id, changeId, method, currency, amountMinor, payBy, at });
  const key = chargeKey({ orderId: order.id, changeId }, number);
  await insertTransaction(tx, { id: newId(), paymentId, kind: 'charge', key, amountMinor, method, at });
  return stream.next({ type: 'payment.asked', paymentId, changeId, amountMinor, currency, method, payBy: payBy.toISOString() });
}
