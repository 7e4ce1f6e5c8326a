import { changePickup, pickupOf } from '#db/queries/return-pickups.ts';
import { changeReturnShipment, returnShipmentOf } from '#db/queries/return-shipments.ts';
import { advance } from '#lib/kernel/advance.ts';
import { isLabelAlive } from '../end-of-label.ts';
import { pickupMachine, type PickupState } from '../pickup.machine.ts';
import type { ReturnTurn } from './in-return.server.ts';

/** A step of a turn: no carrier brings it. Its label is void and nobody comes for it; jobs tell the carrier. */
export async function endCarriage(turn: ReturnTurn): Promise<void> {
  const { tx, record, found, stream } = turn;
  await endPickup(turn);
  const shipment = await returnShipmentOf(tx, found.id);
  if (!shipment) return;
  await changeReturnShipment(tx, shipment.id, { state: 'cancelled' });
  if (isLabelAlive(shipment)) record(stream.next({ type: 'return.label_ended', returnId: found.id }));
}

const ALIVE: ReadonlySet<PickupState> = new Set(['asked', 'booked']);

/** A step of a turn: nobody is to come for it. What the carrier said no to, or has been there for, stays as it is. */
export async function endPickup({ tx, record, found, stream }: ReturnTurn): Promise<void> {
  const pickup = await pickupOf(tx, found.id);
  if (!pickup || !ALIVE.has(pickup.state)) return;
  await changePickup(tx, found.id, { state: advance(pickupMachine, { state: pickup.state, context: {} }, { type: 'call-off' }) });
  record(stream.next({ type: 'return.pickup_ended', returnId: found.id }));
}
