import { changePickup, pickupOf, type ReturnPickup } from '#db/queries/return-pickups.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isCarrierRefused } from '../fulfilment/carrier.ts';
import { pickupMachine } from './pickup.machine.ts';
import { inReturn } from './steps/in-return.server.ts';

/** Tells the carrier that nobody has to come. Runs as a job and by a sweep, so perhaps twice. */
export async function cancelPickup(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const pickup = await pickupOf(shop.db, input.returnId);
  if (!pickup || !isToCancel(pickup)) return;
  const [outcome, note] = await calledOff(shop, pickup);
  await inReturn(shop, actor, input, async ({ tx, record, found, stream }) => {
    const now = await pickupOf(tx, found.id);
    // An answer that came meanwhile is called off by whoever brought it.
    if (now?.state !== pickup.state || now.confirmation !== pickup.confirmation) return;
    const move = outcome === 'kept' ? ('keep' as const) : ('cancel' as const);
    const state = advance(pickupMachine, { state: now.state, context: {} }, { type: move });
    if (state === now.state) return;
    await changePickup(tx, found.id, { state, note });
    record(stream.next({ type: 'return.pickup_cancelled', returnId: found.id, outcome }));
  });
}

/** Also what was cancelled before we heard that it was booked: an answer that was lost may have booked it since. */
const isToCancel = ({ state, carrierRef, confirmation }: ReturnPickup): boolean =>
  state === 'ending' || (state === 'cancelled' && carrierRef !== null && confirmation === '');

/** What has no name there was never ordered. */
async function calledOff({ carrier }: Shop, { carrierRef }: ReturnPickup): Promise<[outcome: 'cancelled' | 'kept', note: string]> {
  if (carrierRef === null) return ['cancelled', ''];
  try {
    return [await carrier.pickups.cancel(carrierRef), ''];
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    return ['kept', fault.message];
  }
}
