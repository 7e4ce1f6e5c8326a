import { moveParcel } from '#db/queries/fulfilment.ts';
import { lockOrder, saveOrder } from '#db/queries/orders.ts';
import { findWork } from '#db/queries/store-work.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { movedBy } from '../fulfilment/parcel.ts';
import { orderStream } from '../orders/order-stream.ts';
import { atNode } from '../stores/staff-policy.ts';

/**
 * Every unit was scanned, and the parcel is closed. Packing twice is the same as once.
 * Refuses `forbidden`, `not-found` for a parcel of another place, `not-allowed` before all of it was scanned.
 */
export async function packPicked(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string }): Promise<void> {
  const { nodeId } = atNode(actor, 'fulfil');
  const found = await findWork(shop.db, input.fulfilmentOrderId);
  if (found?.nodeId !== nodeId) refuse('not-found');
  await inTransaction(shop, { actor }, async (tx, record) => {
    const order = await lockOrder(tx, found.orderId);
    const parcel = await findWork(tx, found.id);
    if (!order || parcel?.nodeId !== nodeId || parcel.method === 'carry_out') refuse('not-found');
    if (parcel.state === 'packed') return;
    const units = parcel.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const verifiedUnits = parcel.lines.reduce((sum, { picked }) => sum + picked, 0);
    await moveParcel(tx, parcel.id, movedBy({ ...parcel, units }, { type: 'picked', verifiedUnits }));
    const stream = orderStream(order);
    const about = { fulfilmentOrderId: parcel.id, nodeId };
    record(stream.next({ type: 'fo.picked', ...about }), stream.next({ type: 'fo.packed', ...about, method: parcel.method }));
    await saveOrder(tx, order.id, { version: stream.version, at: shop.now() });
  });
}
