import { changeReturnShipment, returnJourney, returnShipmentOf } from '#db/queries/return-shipments.ts';
import { findReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { returnBooking } from './return-booking.ts';
import { saidToBeThere } from './steps/carrier-has-it.server.ts';
import { inReturn } from './steps/in-return.server.ts';

/** The edge has opened the order. */
export type HandOverReturn = { orderId: string; returnId: string };

/**
 * Its shopper says that the carrier has it: from now on the carrier is asked to follow it. Nothing moves by that word alone, only by the first
 * scan; but nobody has to come for it any more, where nobody was to come just now. Twice is the same as once. Refuses `not-found`, `not-allowed` when it has no label or is over.
 */
export async function handOverReturn(shop: Shop, actor: Actor, input: HandOverReturn): Promise<void> {
  const known = await findReturn(shop.db, input.returnId);
  if (known?.orderId !== input.orderId) refuse('not-found');
  const shipment = await returnShipmentOf(shop.db, known.id);
  if (known.state !== 'label_issued' || !shipment?.trackingNumber) refuse('not-allowed', known.state);
  if (shipment.bookedAt !== null) return;
  const journey = await returnJourney(shop.db, known.id);
  if (!journey) refuse('not-allowed', 'no place is open');
  await inReturn(shop, actor, input, saidToBeThere);
  const { trackingNumber } = shipment;
  const at = shop.now();
  const trackerRef = await shop.carrier.book(returnBooking(journey, { ...shipment, trackingNumber }, at));
  await changeReturnShipment(shop.db, shipment.id, { bookedAt: at, trackerRef });
}
