import { releaseAllocations } from '#db/queries/allocations.ts';
import { moveParcel, parcelsOf } from '#db/queries/fulfilment.ts';
import { findOrder, lockOrder, orderSums, saveOrder } from '#db/queries/orders.ts';
import { movePayment, moveTransaction, newestPayment, type OpenPayment } from '#db/queries/payments.ts';
import { instrumentsOf } from '#db/queries/refunds.ts';
import type { Tx } from '#db/client.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { afterAnswer, EXPIRED, isSecured } from '../payments/payment.ts';
import { isStoredValue } from '../payments/payment-methods.ts';
import { oweBack, type Owing } from '../payments/owe-back.server.ts';
import { orderLifeMachine } from './order-life.machine.ts';
import { orderStream, type OrderStream } from './order-stream.ts';
import type { CommerceEvent } from '../events.ts';

/**
 * An order that was not paid in time gives its goods back. Runs as a job at the order's `pay_by`, so perhaps twice.
 * A payment that the bank says it made is left alone: settling it is another job's.
 */
export async function cancelUnpaidOrder(shop: Shop, actor: Actor, input: { orderId: string }): Promise<void> {
  const due = await findOrder(shop.db, input.orderId);
  if (due?.life !== 'placed' || !due.payBy || due.payBy > shop.now()) return;
  const asked = await newestPayment(shop.db, due.id);
  const truth = asked?.transaction && (await shop.payments.find(asked.transaction.key));
  if (truth?.outcome === 'captured' || truth?.outcome === 'authorized') return;

  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, due.id);
    const payment = await newestPayment(tx, due.id);
    if (order?.life !== 'placed' || !payment || payment.id !== asked?.id || isSecured(payment)) return;
    const at = shop.now();
    const stream = orderStream(order);
    // Someone may still be at the bank's page: what comes of it late is refunded, so it stays open.
    if (truth?.outcome !== 'action-required') record(...(await endPayment(tx, payment, { stream, at })));
    const parcels = await parcelsOf(tx, order.id);
    for (const parcel of parcels) {
      await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'cancel' }));
      record(stream.next({ type: 'fo.cancelled', fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId, reason: 'not-paid' }));
    }
    const life = advance(orderLifeMachine, { state: order.life, context: { unitsHandedOver: 0, heldFrom: null } }, { type: 'cancel' });
    record(stream.next({ type: 'order.cancelled', reason: 'not-paid' }));
    record(...(await balancesBack(tx, { orderId: order.id, actor, stream, at, newId: shop.newId })));
    await saveOrder(tx, order.id, { life, version: stream.version, at, payBy: null });
    record(...(await releaseAllocations(tx, { parcelIds: parcels.map((parcel) => parcel.id), at })));
  });
}

/** What gift cards and store credit paid already goes back on them. */
async function balancesBack(tx: Tx, owing: Pick<Owing, 'orderId' | 'actor' | 'stream' | 'at' | 'newId'>): Promise<CommerceEvent[]> {
  const { orderId } = owing;
  if (!(await instrumentsOf(tx, orderId)).some(({ method }) => isStoredValue(method))) return [];
  return oweBack(tx, { ...owing, cause: `not-paid:${orderId}`, reason: 'not-paid', parts: await orderSums(tx, orderId) });
}

async function endPayment(tx: Tx, payment: OpenPayment, { stream, at }: { stream: OrderStream; at: Date }): Promise<CommerceEvent[]> {
  const { transaction, id: paymentId, amountMinor, currency } = payment;
  if (!transaction || payment.state !== 'pending') return [];
  await movePayment(tx, paymentId, afterAnswer(payment, { outcome: 'declined', reference: transaction.key, reason: EXPIRED }));
  await moveTransaction(tx, transaction.id, { state: 'failed', reason: EXPIRED, at });
  return [stream.next({ type: 'payment.declined', paymentId, amountMinor, currency, reason: EXPIRED })];
}
