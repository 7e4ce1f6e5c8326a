import { changePickup, pickupOf, type ReturnPickup } from '#db/queries/return-pickups.ts';
import { advance } from '#lib/kernel/advance.ts';
import { isInPickup } from '../pickup-window.ts';
import { pickupMachine } from '../pickup.machine.ts';
import { comeOtherwise } from './come-otherwise.server.ts';
import { endPickup } from './end-carriage.server.ts';
import type { ReturnTurn } from './in-return.server.ts';

/**
 * A step of a turn: a carrier has it for the first time, and scanned it then. Whoever was booked to come for it has been there, if they were to come
 * at about that time; else its shopper gave it away. Answers with the turn as it is then.
 */
export async function carrierHasIt(turn: ReturnTurn, scannedAt: Date | null): Promise<ReturnTurn> {
  const { tx, found } = turn;
  const pickup = await pickupOf(tx, found.id);
  if (!pickup || found.handedOverAt !== null) return turn;
  if (!mayHaveCome(pickup, scannedAt ?? unseenAt(pickup, turn.at))) return withItsLabel(turn);
  await changePickup(tx, found.id, { state: advance(pickupMachine, { state: pickup.state, context: {} }, { type: 'fetch' }) });
  return turn;
}

/** A step of a turn: its shopper says that the carrier has it. Where nobody was to come just now they gave it away themselves; else the first scan says how. */
export async function saidToBeThere(turn: ReturnTurn): Promise<void> {
  const pickup = await pickupOf(turn.tx, turn.found.id);
  if (pickup && !mayHaveCome(pickup, turn.at)) await withItsLabel(turn);
}

const mayHaveCome = ({ state, fromAt, untilAt }: ReturnPickup, at: Date): boolean =>
  state === 'booked' && fromAt !== null && untilAt !== null && isInPickup({ from: fromAt, until: untilAt }, at);

/** What is with us without a scan was fetched by the end of the window, if it is over. */
const unseenAt = ({ untilAt }: ReturnPickup, at: Date): Date => (untilAt !== null && untilAt < at ? untilAt : at);

/** Its shopper gave it away with its label: they pay for no fetching, and nobody has to come. */
async function withItsLabel(turn: ReturnTurn): Promise<ReturnTurn> {
  await endPickup(turn);
  return comeOtherwise(turn, 'label');
}
