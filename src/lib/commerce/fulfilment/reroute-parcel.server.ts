import { parcelToMove, saveMovedParcel } from '#db/queries/move-parcel.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideToMove } from './moved-parcel.ts';

/**
 * Takes a parcel from a place that is down, if nobody there has begun with it, and gives it to another. Runs as a job, so perhaps twice:
 * what is elsewhere by then, or has begun, stays as it is. One read, the decision, one write.
 */
export async function rerouteParcel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string; nodeId: string }): Promise<void> {
  const moved = await untilUnchanged(async () => {
    const parcel = await parcelToMove(shop.db, input.fulfilmentOrderId);
    const isStillThere = parcel?.nodeId === input.nodeId && (parcel.state === 'allocated' || parcel.state === 'released');
    const isDown = parcel?.nodes.some(({ id, status }) => id === input.nodeId && status === 'down');
    if (!parcel || !isStillThere || !isDown) return { told: false };
    const at = shop.now();
    const holidays = shop.holidays(parcel.order.country, at);
    const why = { reason: 'node-down', detail: parcel.downReason, lost: [], isRejected: false } as const;
    const decided = decideToMove(parcel, { ...why, holidays, at, newId: shop.newId, newCode: shop.newCode });
    return (await saveMovedParcel(shop.db, decided, { actor, at })) ? { told: true } : undefined;
  });
  if (moved.told) shop.outbox.wake();
}
