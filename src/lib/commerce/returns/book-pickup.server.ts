import { changePickup, keepPickupRef, pickupOf, type ReturnPickup } from '#db/queries/return-pickups.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { returnJourney, returnShipmentOf } from '#db/queries/return-shipments.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { isCarrierRefused, type BookedPickup, type PickupAsk } from '../fulfilment/carrier.ts';
import { MARKET } from '../stores/market.ts';
import { pickupMachine, type PickupState } from './pickup.machine.ts';
import { pickupWindow } from './pickup-window.ts';
import { returnBooking } from './return-booking.ts';
import { dueFrom } from './return-moves.ts';
import { inReturn, type ReturnTurn } from './steps/in-return.server.ts';

/**
 * Orders the carrier to a shopper's door, as labels are bought: the wish stands with the return, the carrier is asked outside any transaction, and its
 * answer is written down; nobody comes twice. Runs as a job and by a sweep.
 */
export async function bookPickup(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  const pickup = await pickupOf(shop.db, input.returnId);
  if (pickup?.state !== 'asked') return;
  try {
    const ref = await drafted(shop, pickup);
    if (ref === undefined) return;
    const booked = await shop.carrier.pickups.book(ref);
    await inReturn(shop, actor, input, async (turn) => answered(turn, booked));
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    await inReturn(shop, actor, input, async (turn) => refused(turn, fault.message));
  }
}

/** The carrier's name of it. A window that is over by now is let go before another one is asked for; undefined when nobody is to come any more. */
async function drafted(shop: Shop, { returnId, carrierRef, untilAt }: ReturnPickup): Promise<string | undefined> {
  const { pickups } = shop.carrier;
  const at = shop.now();
  if (carrierRef !== null && untilAt !== null && untilAt > at) return carrierRef;
  if (carrierRef !== null && !(await isLetGo(shop, carrierRef))) return carrierRef;
  const window = pickupWindow(at, shop.holidays(MARKET.country, at));
  const asked = await askFor(shop, returnId, window);
  if (!asked) return undefined;
  const ref = await pickups.draft(asked);
  return keepPickupRef(shop.db, returnId, { ref, fromAt: window.from, untilAt: window.until, insteadOf: carrierRef });
}

/** What the carrier does not let go of it has: it says what. */
async function isLetGo({ carrier }: Shop, ref: string): Promise<boolean> {
  try {
    return (await carrier.pickups.cancel(ref)) === 'cancelled';
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    return false;
  }
}

async function askFor({ db }: Shop, returnId: string, { from, until }: { from: Date; until: Date }): Promise<PickupAsk | undefined> {
  const [shipment, journey] = [await returnShipmentOf(db, returnId), await returnJourney(db, returnId)];
  if (!shipment || shipment.trackingNumber === null) return undefined;
  if (!journey) throw new Error(`return ${returnId} goes nowhere`);
  const { trackingNumber, service, trackerRef, carrierRef } = shipment;
  return {
    reference: `${returnId}:${from.toISOString()}`,
    shipmentRef: carrierRef,
    address: journey.sending.from,
    booking: returnBooking(journey, { trackingNumber, service, trackerRef }, until),
    from,
    until
  };
}

/** If nobody comes, that is still time to send it otherwise. */
const DAYS_AFTERWARDS = 2;
const WAITS_FOR_ANSWER: ReadonlySet<PickupState> = new Set(['asked', 'ending', 'cancelled']);

/** It does not run out while a carrier is to come. What was called off meanwhile is written down as well, and is called off once more. */
async function answered({ tx, record, found, stream }: ReturnTurn, { from, until, confirmation }: BookedPickup): Promise<void> {
  const pickup = await pickupOf(tx, found.id);
  if (!pickup || pickup.confirmation !== '' || !WAITS_FOR_ANSWER.has(pickup.state)) return;
  const state = advance(pickupMachine, { state: pickup.state, context: {} }, { type: 'book' });
  await changePickup(tx, found.id, { state, fromAt: from, untilAt: until, confirmation });
  if (state !== 'booked') return;
  const sendBy = dueFrom(until, DAYS_AFTERWARDS);
  if (sendBy > found.sendBy) await moveReturn(tx, found.id, { sendBy });
  const window = { from: from.toISOString(), until: until.toISOString() };
  record(stream.next({ type: 'return.pickup_booked', returnId: found.id, ...window, confirmation }));
}

/** Its shopper is told, and may bring it to a store. */
async function refused({ tx, record, found, stream }: ReturnTurn, note: string): Promise<void> {
  const pickup = await pickupOf(tx, found.id);
  if (pickup?.state !== 'asked') return;
  const state = advance(pickupMachine, { state: pickup.state, context: {} }, { type: 'fail' });
  await changePickup(tx, found.id, { state, note });
  record(stream.next({ type: 'return.pickup_failed', returnId: found.id }));
}
