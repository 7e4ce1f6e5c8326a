import { addDays, addMinutes, instantOf, localDate, localTime, type LocalDate } from '#lib/kernel/zoned.ts';
import { arrivalByDay, arrivalByMinute, deliveryDay, lastQuarter, nextQuarter, type DeliveryWindow } from './arrival.ts';
import { addOpenDays, later, openDayFrom } from './calendar.ts';
import type { Transit } from './delivery-rules.ts';
import { onTheVehicle } from './estimate-at-the-door.ts';
import { estimated, type Estimate, type NoEstimate, type RevisionReason, type TrackingAsked } from './tracking.ts';
import { transitOf, zoneOf } from './zones.ts';

type Kind = 'delayed' | 'held' | 'customs' | 'address';

/** Left behind by its van, it takes the whole way from the next one. */
export function waitingForTheVan({ promise, destination, carrier, rules, at }: TrackingAsked): Estimate | NoEstimate {
  const { current, transit, shipBy } = promise;
  if (at <= addMinutes(shipBy, rules.tracking.graceMinutes[transit.unit])) return { window: current, reason: 'on-plan' };
  if (transit.unit === 'minute') {
    const tomorrow = deliveryDay(destination, addDays(localDate(at, destination.zone), 1));
    const window = arrivalByMinute(at, transit, destination) ?? (tomorrow && arrivalByMinute(tomorrow.deliverFrom, transit, destination));
    return estimated(window && laterWindow(current, window), 'missed-pickup');
  }
  const today = localDate(at, carrier.zone);
  // The van that it missed has gone, and no other comes that day.
  const next = openDayFrom(carrier, today > localDate(shipBy, carrier.zone) ? today : addDays(today, 1));
  const window = next && arrivalByDay(next, transit, { carrier, destination });
  return estimated(window ? laterWindow(current, window) : undefined, 'missed-pickup');
}

/** A scan on the way is no news while the promise can be met: only when even the likely arrival is too late, or the latest is early. */
export function onTheRoad(asked: TrackingAsked): Estimate | NoEstimate {
  const { promise, progress, rules, at, destination, carrier } = asked;
  if (promise.transit.unit === 'minute') return onTheVehicle(asked);
  if (progress.carrierEstimate) return byCarrierDate(asked, 'on-the-road');
  const isSilent = at > addMinutes(progress.scannedAt, rules.tracking.silenceMinutes);
  // A scan that names no place says that it moves, not how far it still has to go.
  if (!isSilent && progress.remainingMetres === null) return { window: promise.current, reason: 'on-the-road' };
  const counted = countedFrom(isSilent ? at : progress.scannedAt, asked);
  const left = arrivalByDay(counted, remainingTransit(asked), { carrier, destination });
  const isNews = left && (left.deliverFrom > promise.current.deliverUntil || left.deliverUntil < promise.current.deliverUntil);
  return estimated(isNews ? left : left && promise.current, isSilent ? 'silence' : 'on-the-road');
}

/** A problem costs its days counted from the first plan, so that the same trouble told twice costs once. */
export function inTrouble(asked: TrackingAsked): Estimate | NoEstimate {
  const { promise, progress, rules } = asked;
  // Nobody can say when, or whether, broken goods arrive.
  if (progress.detail === 'damaged') return { none: 'unknown' };
  const kind = isKind(progress.detail) ? progress.detail : 'held';
  if (progress.carrierEstimate) return byCarrierDate(asked, kind);
  const cost = rules.tracking.delays[kind][promise.transit.unit];
  const deliverFrom = putOff(promise.planned.deliverFrom, cost, asked);
  const deliverUntil = putOff(promise.planned.deliverUntil, cost, asked);
  return estimated(deliverFrom && deliverUntil && laterWindow(promise.current, { deliverFrom, deliverUntil }), kind);
}

/** While the carrier's date lies within what we promised, the promise stands; a later one is believed. */
function byCarrierDate({ promise, progress, destination, rules }: TrackingAsked, reason: RevisionReason): Estimate | NoEstimate {
  const { carrierEstimate } = progress;
  if (!carrierEstimate || carrierEstimate <= promise.current.deliverUntil) return { window: promise.current, reason };
  if (promise.transit.unit === 'day') return estimated(deliveryDay(destination, localDate(carrierEstimate, destination.zone)), reason);
  const deliverUntil = nextQuarter(addMinutes(carrierEstimate, rules.tracking.lastMile.leastSpreadMinutes));
  return { window: { deliverFrom: lastQuarter(carrierEstimate), deliverUntil }, reason };
}

/** By what is left of the way, as if it were sent from there. */
function remainingTransit({ promise, progress, rules }: TrackingAsked): Transit {
  if (progress.remainingMetres === null) return promise.transit;
  const left = transitOf(rules, promise.service, zoneOf(progress.remainingMetres, rules.bands));
  return left === undefined || left === 'unknown' ? promise.transit : left;
}

/** The day from which days of transit count: what is sorted early in the day counts as collected the evening before. */
function countedFrom(scannedAt: Date, { carrier, rules }: TrackingAsked): LocalDate {
  const { date, minute } = localTime(scannedAt, carrier.zone);
  return minute < rules.tracking.sortedUntilMinute ? addDays(date, -1) : date;
}

function putOff(end: Date, cost: number, { promise, destination, carrier }: TrackingAsked): Date | undefined {
  if (promise.transit.unit === 'minute') return addMinutes(end, cost);
  const { date, minute } = localTime(end, destination.zone);
  const arrives = addOpenDays(carrier, date, cost);
  const day = arrives && openDayFrom(destination, arrives);
  return day ? instantOf(day, minute, destination.zone) : undefined;
}

function laterWindow(a: DeliveryWindow, b: DeliveryWindow): DeliveryWindow {
  return { deliverFrom: later(a.deliverFrom, b.deliverFrom), deliverUntil: later(a.deliverUntil, b.deliverUntil) };
}

const isKind = (detail: string): detail is Kind => ['delayed', 'held', 'customs', 'address'].includes(detail);
