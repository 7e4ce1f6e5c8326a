import { moveParcel, parcelsOf } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { movedBy } from './parcel.ts';

/** A confirmed order's parcels may be worked on. Runs as a job, so perhaps twice: what is released already stays as it is. */
export async function releaseOrder(shop: Shop, actor: Actor, input: { orderId: string }): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, input.orderId);
    if (order?.life !== 'confirmed') return;
    const stream = orderStream(order);
    for (const parcel of await parcelsOf(tx, order.id)) {
      // What is carried out is handed over by whoever stands at the till.
      if (parcel.state !== 'allocated' || parcel.nodeId === null || parcel.method === 'carry_out') continue;
      await moveParcel(tx, parcel.id, movedBy(parcel, { type: 'release' }));
      record(stream.next({ type: 'fo.released', fulfilmentOrderId: parcel.id, nodeId: parcel.nodeId }));
    }
    await saveOrder(tx, order.id, { version: stream.version, at: shop.now() });
  });
}
