import { findParcel, moveParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { movedBy } from './parcel.ts';

/** A packed parcel lies at the counter. Runs as a job, so perhaps twice. */
export async function readyParcel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    if (!order || parcel?.state !== 'packed' || parcel.method !== 'pickup' || parcel.nodeId === null) return;

    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'ready' }));
    const stream = orderStream(order);
    record(stream.next({ type: 'fo.ready', fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId }));
    await saveOrder(tx, order.id, { version: stream.version, at: shop.now() });
  });
}
