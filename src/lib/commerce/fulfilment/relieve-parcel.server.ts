import { parcelToMove, saveMovedParcel } from '#db/queries/move-parcel.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideToMove, type MovedParcel, type ParcelToMove } from './moved-parcel.ts';
import { mayLeave } from './relief.ts';

/**
 * Gives a parcel that nobody has begun with to another place, because its own has too much to do. It stays where no other place has it, where
 * its day would be later, or when there is room by now. Running twice is the same as once. @returns whether it left
 */
export async function relieveParcel(shop: Shop, actor: Actor, input: { fulfilmentOrderId: string; nodeId: string }): Promise<boolean> {
  const { left } = await untilUnchanged(async () => {
    const parcel = await parcelToMove(shop.db, input.fulfilmentOrderId);
    if (!parcel || !isToLeave(parcel, input.nodeId)) return { left: false };
    const at = shop.now();
    const holidays = shop.holidays(parcel.order.country, at);
    const why = { reason: 'no-capacity', detail: '', lost: [], isRejected: false } as const;
    const decided = decideToMove(parcel, { ...why, holidays, at, newId: shop.newId, newCode: shop.newCode });
    if (decided.parcel.node_id === null || isLater(parcel, decided)) return { left: false };
    return (await saveMovedParcel(shop.db, decided, { actor, at })) ? { left: true } : undefined;
  });
  if (left) shop.outbox.wake();
  return left;
}

function isToLeave({ nodeId, state, method, nodes }: ParcelToMove, from: string): boolean {
  const isUnbegunThere = nodeId === from && method === 'ship' && (state === 'allocated' || state === 'released');
  const node = nodes.find(({ id }) => id === from);
  return isUnbegunThere && node !== undefined && mayLeave({ waiting: node.queueDepth, capacityPerDay: node.capacityPerDay });
}

/** A place with room is no help when the way from there takes longer than the wait. */
function isLater({ promises }: ParcelToMove, { promises: next }: MovedParcel): boolean {
  const promised = Date.parse(promises.at(-1)?.deliverUntil ?? '');
  return next.some(({ state, deliver_until: until }) => state === 'revised' && Date.parse(until) > promised);
}
