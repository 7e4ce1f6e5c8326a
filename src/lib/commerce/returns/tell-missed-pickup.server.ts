import { tellMissed, pickupOf } from '#db/queries/return-pickups.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isPickupOver } from './pickup-window.ts';
import { inReturn } from './steps/in-return.server.ts';

/** The window that was told is over, and the carrier has nothing: its shopper is told, once. Found by a sweep, so perhaps twice. */
export async function tellMissedPickup(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  await inReturn(shop, actor, input, async ({ tx, record, found, stream, at }) => {
    const pickup = await pickupOf(tx, found.id);
    if (found.state !== 'label_issued' || pickup?.state !== 'booked' || pickup.isMissedTold) return;
    const { fromAt, untilAt } = pickup;
    if (fromAt === null || untilAt === null || !isPickupOver(untilAt, at)) return;
    // They said that the carrier has it.
    if ((await returnShipmentOf(tx, found.id))?.bookedAt) return;
    await tellMissed(tx, found.id);
    const window = { from: fromAt.toISOString(), until: untilAt.toISOString() };
    record(stream.next({ type: 'return.pickup_missed', returnId: found.id, ...window }));
  });
}
