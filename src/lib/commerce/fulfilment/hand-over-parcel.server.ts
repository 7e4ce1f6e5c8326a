import { consumeAllocations } from '#db/queries/allocations.ts';
import { findParcel, moveParcel, type Parcel } from '#db/queries/fulfilment.ts';
import { shipmentOf } from '#db/queries/carrier-labels.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { insertShipment } from '#db/queries/shipments.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
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
    const { nodeId } = parcel;
    const shipment = await shipmentFor(tx, shop, parcel);
    const stream = orderStream(order);
    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'handover' }));
    record(stream.next({ type: 'fo.shipped', fulfilmentOrderId: parcel.id, nodeId, ...shipment }));
    await saveOrder(tx, order.id, { version: stream.version, at });
    // Stock last and sorted, as everywhere.
    record(...(await consumeAllocations(tx, { parcelIds: [parcel.id], at, kind: 'shipped', orderId: order.id, actor, newId: shop.newId })));
  });
}

/** The shipment of its label, where its carrier gave one; else a new one with a number of ours. */
async function shipmentFor(
  tx: Tx,
  shop: Shop,
  { id: fulfilmentOrderId, service }: Parcel
): Promise<{ shipmentId: string; trackingNumber: string }> {
  const labelled = await shipmentOf(tx, fulfilmentOrderId);
  if (labelled && labelled.trackingNumber !== null && labelled.labelState === 'bought') {
    return { shipmentId: labelled.id, trackingNumber: labelled.trackingNumber };
  }
  if (shop.carrier.labels || labelled) refuse('label-missing');
  const shipment = { id: shop.newId(), trackingNumber: `TL${shop.newCode(12)}` };
  await insertShipment(tx, { ...shipment, fulfilmentOrderId, carrier: shop.carrier.name, service, at: shop.now() });
  return { shipmentId: shipment.id, trackingNumber: shipment.trackingNumber };
}
