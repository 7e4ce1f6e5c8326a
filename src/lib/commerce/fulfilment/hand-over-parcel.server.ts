import { consumeAllocations, findParcel, moveParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { insertShipment } from '#db/queries/shipments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { movedBy } from './parcel.ts';

/** A packed parcel goes to the carrier: the goods leave the node's stock. Runs as a job, so perhaps twice. */
export async function handOverParcel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    if (!order || parcel?.state !== 'packed' || parcel.method !== 'ship' || parcel.nodeId === null) return;

    const at = shop.now();
    const shipment = { id: shop.newId(), trackingNumber: `TL${shop.newCode(12)}` };
    const { nodeId } = parcel;
    const stream = orderStream(order);
    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'handover' }));
    await insertShipment(tx, { ...shipment, fulfilmentOrderId: parcel.id, carrier: shop.carrier.name, service: parcel.service, at });
    record(
      stream.next({
        type: 'fo.shipped',
        fulfilmentOrderId: parcel.id,
        nodeId,
        shipmentId: shipment.id,
        trackingNumber: shipment.trackingNumber
      })
    );
    await saveOrder(tx, order.id, { version: stream.version, at });
    // Stock last and sorted, as everywhere.
    record(...(await consumeAllocations(tx, { parcelIds: [parcel.id], at, kind: 'shipped', orderId: order.id, actor, newId: shop.newId })));
  });
}
