import { findOrderWithParcels, saveRelease, type OrderWithParcels } from '#db/queries/release-parcels.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderStream } from '../orders/order-stream.ts';
import { releasedParcels } from './released-parcels.ts';

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
  return { order, ...releasedParcels(order.life === 'confirmed' ? order.parcels : [], orderStream(order)) };
}
