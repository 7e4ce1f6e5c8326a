import { findOrderWithParcels, saveRelease, type OrderWithParcels } from '#db/queries/release-parcels.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { movedBy } from './parcel.ts';

/**
 * A confirmed order's parcels may be worked on. Runs as a job, so perhaps twice: what is released already stays as it is.
 * One read, the decision, one write.
 */
export async function releaseOrder(shop: Shop, actor: Actor, input: { orderId: string }): Promise<void> {
  const released = await untilUnchanged(async () => {
    const order = await findOrderWithParcels(shop.db, input.orderId);
    const release = order && decide(order);
    if (!release || release.moves.length === 0) return { told: false };
    return (await saveRelease(shop.db, release, { actor, at: shop.now() })) ? { told: true } : undefined;
  });
  if (released.told) shop.outbox.wake();
}

function decide(order: OrderWithParcels) {
  const stream = orderStream(order);
  // What is carried out is handed over by whoever stands at the till.
  const waiting =
    order.life === 'confirmed' ? order.parcels.filter(({ state, method }) => state === 'allocated' && method !== 'carry_out') : [];
  const placed = waiting.flatMap(({ nodeId, ...parcel }) => (nodeId === null ? [] : [{ ...parcel, nodeId }]));
  return {
    order,
    moves: placed.map((parcel) => ({ id: parcel.id, state: movedBy(parcel, { type: 'release' }) })),
    events: placed.map(({ id, nodeId }) => stream.next({ type: 'fo.released', fulfilmentOrderId: id, nodeId }))
  };
}
