import { changePickup, pickupOf } from '#db/queries/return-pickups.ts';
import { advance } from '#lib/kernel/advance.ts';
import { pickupMachine } from '../pickup.machine.ts';
import { comeOtherwise } from './come-otherwise.server.ts';
import { endPickup } from './end-carriage.server.ts';
import type { ReturnTurn } from './in-return.server.ts';

/**
 * A step of a turn: a carrier has it for the first time. Whoever was booked to come for it has been there; where nobody was, its shopper gave it away
 * with its label, and pays for no fetching. Answers with the turn as it is then.
 */
export async function carrierHasIt(turn: ReturnTurn): Promise<ReturnTurn> {
  const { tx, found } = turn;
  const pickup = await pickupOf(tx, found.id);
  if (!pickup || found.handedOverAt !== null) return turn;
  if (pickup.state === 'booked') {
    await changePickup(tx, found.id, { state: advance(pickupMachine, { state: pickup.state, context: {} }, { type: 'fetch' }) });
    return turn;
  }
  await endPickup(turn);
  return comeOtherwise(turn, 'label');
}
