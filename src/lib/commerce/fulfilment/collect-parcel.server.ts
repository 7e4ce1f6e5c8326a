import { consumeAllocations } from '#db/queries/allocations.ts';
import { findParcel, moveParcel, parcelsOf, type Parcel } from '#db/queries/fulfilment.ts';
import { once } from '#db/queries/idempotency.ts';
import { lockOrder, saveOrder, type OrderHead } from '#db/queries/orders.ts';
import { newestPayment, noteCash } from '#db/queries/payments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import { isStaff, type Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { lifeAfter } from '../orders/order-life.ts';
import { orderStream, type OrderStream } from '../orders/order-stream.ts';
import { afterAnswer, owesCash } from '../payments/payment.ts';
import type { CommerceEvent } from '../events.ts';
import { movedBy } from './parcel.ts';

/** `code` is what the shopper shows, in whatever case and groups; it opens nothing at another store. */
export type CollectParcel = { fulfilmentOrderId: string; code: string; key?: string | undefined };

/**
 * An associate hands a ready parcel over against its code; what was to be paid in the shop is paid with it.
 * Refuses `forbidden` (not at that store), `not-found`, `not-allowed` (wrong code, not ready, collected already), `key-reused`.
 */
export async function collectParcel(shop: Shop, actor: Actor, input: CollectParcel): Promise<void> {
  if (!isStaff(actor) || (actor.role !== 'associate' && actor.role !== 'manager')) refuse('forbidden');
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found || found.nodeId !== actor.nodeId) refuse('not-found');
  const { key, code } = input;
  await inTransaction(shop, { actor, once: once(`collect-parcel:${found.id}`, key, { code }) }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    if (!order || !parcel?.nodeId) refuse('not-found');

    const at = shop.now();
    const codeMatches = parcel.collectCode !== null && parcel.collectCode === code.replaceAll(/\s/g, '').toUpperCase();
    const state = movedBy(parcel, { type: 'collect', codeMatches });
    const stream = orderStream(order);
    const paid = await takeCash(tx, { shop, order, stream, at });
    await moveParcel(tx, parcel.id, state);
    record(...paid, stream.next({ type: 'fo.collected', fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId }));
    const life = lifeAfter(order.life, await statesWith(tx, parcel, state));
    if (life === 'completed') record(stream.next({ type: 'order.completed' }));
    await saveOrder(tx, order.id, { life, version: stream.version, at });
    record(
      ...(await consumeAllocations(tx, { parcelIds: [parcel.id], at, kind: 'collected', orderId: order.id, actor, newId: shop.newId }))
    );
  });
}

type Cash = { shop: Shop; order: OrderHead; stream: OrderStream; at: Date };

async function takeCash(tx: Tx, { shop, order, stream, at }: Cash): Promise<CommerceEvent[]> {
  const payment = await newestPayment(tx, order.id);
  if (payment?.method !== 'pay_in_store' || !owesCash(payment)) return [];
  const { state } = afterAnswer(payment, { outcome: 'captured', reference: 'cash' });
  await noteCash(tx, payment, { orderId: order.id, transactionId: shop.newId(), state, at });
  const { id: paymentId, amountMinor, currency } = payment;
  return [stream.next({ type: 'payment.captured', paymentId, amountMinor, currency, reference: 'cash', late: false })];
}

async function statesWith(tx: Tx, parcel: Parcel, state: Parcel['state']): Promise<Parcel['state'][]> {
  return (await parcelsOf(tx, parcel.orderId)).map((one) => (one.id === parcel.id ? state : one.state));
}
