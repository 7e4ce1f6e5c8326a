import { findParcel, moveParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { placeAtWork } from '#db/queries/store-work.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { movedBy } from './parcel.ts';

/** Accepts, picks and packs a released parcel, all units found, where the demonstration does the work, or a partner does. Runs as a job, so perhaps twice. */
export async function packParcel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const found = await findParcel(shop.db, input.fulfilmentOrderId);
  if (!found) return;
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findParcel(tx, found.id);
    if (!order || parcel?.state !== 'released' || parcel.nodeId === null || parcel.method === 'carry_out') return;
    if ((await placeAtWork(tx, parcel.nodeId))?.isStaffed) return;

    await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'accept' }, { type: 'picked', verifiedUnits: parcel.units }));
    const stream = orderStream(order);
    const about = { fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId };
    record(stream.next({ type: 'fo.picked', ...about }), stream.next({ type: 'fo.packed', ...about, method: parcel.method }));
    await saveOrder(tx, order.id, { version: stream.version, at: shop.now() });
  });
}
