import { consumeAllocations, findParcel, moveParcel } from '#db/queries/fulfilment.ts';
import { shipmentOf } from '#db/queries/carrier-labels.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { insertShipment } from '#db/queries/shipments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { movedBy } from './parcel.ts';

/**
 * A packed parcel goes to the carrier: the goods leave the node's stock. Runs as a job, so perhaps twice. Refuses `label-missing` while a
 * carrier that prints its own labels has given none.
 */
export async function handOverParcel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    if (!order || parcel?.state !== 'packed' || parcel.method !== 'ship' || parcel.nodeId === null) return;

    const at = shop.now();
    const labelled = await shipmentOf(tx, parcel.id);
    if (shop.carrier.labels && labelled?.labelState !== 'bought') refuse('label-missing');
    const shipment = { id: labelled?.id ?? shop.newId(), trackingNumber: labelled?.trackingNumber ?? `TL${shop.newCode(12)}` };
    const { nodeId } = parcel;
    const stream = orderStream(order);
    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'handover' }));
    const { name: carrier } = shop.carrier;
    if (!labelled) await insertShipment(tx, { ...shipment, fulfilmentOrderId: parcel.id, carrier, service: parcel.service, at });
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
