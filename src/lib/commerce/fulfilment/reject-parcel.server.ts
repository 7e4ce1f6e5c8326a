import { parcelToMove, saveMovedParcel } from '#db/queries/move-parcel.ts';
import { untilUnchanged } from '#db/unchanged.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import type { RejectReason } from './fulfilment-order.machine.ts';
import { decideToMove, type ParcelToMove } from './moved-parcel.ts';

/** `missing`: how many units of what was looked for and not found; they count as lost there. */
export type RejectParcel = {
  fulfilmentOrderId: string;
  reason: Exclude<RejectReason, 'node-down'>;
  missing: { variantId: string; quantity: number }[];
};

/**
 * A place cannot send a parcel: it goes to the next best one at once, or is unfillable. What was not found is taken off the books there.
 * Refuses `forbidden`, `not-found` for a parcel of another place, `not-allowed` for one that is packed, collected or gone, and `invalid`
 * for things that are not in it.
 */
export async function rejectParcel(shop: Shop, actor: Actor, input: RejectParcel): Promise<{ nodeId: string | null }> {
  const { nodeId } = atNode(actor, 'fulfil');
  const { moved } = await untilUnchanged(async () => {
    const parcel = await parcelToMove(shop.db, input.fulfilmentOrderId);
    if (parcel?.nodeId !== nodeId) refuse('not-found');
    refuseOddThings(parcel, input);
    const at = shop.now();
    const holidays = shop.holidays(parcel.order.country, at);
    const { reason, missing: lost } = input;
    const decided = decideToMove(parcel, {
      reason,
      detail: '',
      lost,
      isRejected: true,
      holidays,
      at,
      newId: shop.newId,
      newCode: shop.newCode
    });
    return (await saveMovedParcel(shop.db, decided, { actor, at })) ? { moved: decided } : undefined;
  });
  shop.outbox.wake();
  return { nodeId: moved.parcel.node_id };
}

function refuseOddThings({ lines }: ParcelToMove, { reason, missing }: RejectParcel): void {
  const inIt = (variantId: string) => lines.filter((line) => line.variantId === variantId).reduce((sum, line) => sum + line.quantity, 0);
  const isOdd = missing.some(({ variantId, quantity }) => !Number.isSafeInteger(quantity) || quantity < 1 || quantity > inIt(variantId));
  if (isOdd || new Set(missing.map(({ variantId }) => variantId)).size !== missing.length) refuse('invalid', 'not in this parcel');
  if ((reason === 'not-found') !== missing.length > 0) refuse('invalid', 'say what was not found');
}
