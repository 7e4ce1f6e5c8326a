import { addDays, addMinutes, localDate } from '#lib/kernel/zoned.ts';
import { deliveryDay, lastQuarter, nextQuarter, type DeliveryWindow } from './arrival.ts';
import { later } from './calendar.ts';
import { estimated, type Estimate, type NoEstimate, type TrackingAsked } from './tracking.ts';

/** Hours, not days: by the carrier's own time or by what is left of the way; the nearer, the narrower. */
export function onTheVehicle(asked: TrackingAsked): Estimate | NoEstimate {
  const { promise, progress, destination, rules } = asked;
  const { scannedAt } = progress;
  const likely = progress.carrierEstimate ?? byWay(asked);
  if (likely) {
    const spread = Math.max(rules.tracking.lastMile.leastSpreadMinutes, (likely.getTime() - scannedAt.getTime()) / 2 / 60_000);
    const window = { deliverFrom: lastQuarter(addMinutes(likely, -spread / 2)), deliverUntil: nextQuarter(addMinutes(likely, spread)) };
    return { window, reason: 'out-for-delivery' };
  }
  if (promise.transit.unit === 'minute') return { window: promise.current, reason: 'out-for-delivery' };
  const day = deliveryDay(destination, localDate(scannedAt, destination.zone));
  return estimated(day && restOf(day, scannedAt), 'out-for-delivery');
}

/** After a failed attempt the next is on the next day on which goods are brought; a rider tries again within the hour. */
export function afterAnAttempt(asked: TrackingAsked): Estimate | NoEstimate {
  return estimated(nextTry(asked, asked.progress.scannedAt), 'attempt-failed');
}

/** What should have been there and is not: for riders within the hour if the day allows, else on the next delivery day. */
export function nextTry({ promise, destination, rules }: TrackingAsked, since: Date): DeliveryWindow | undefined {
  const today = localDate(since, destination.zone);
  const soon = { deliverFrom: lastQuarter(since), deliverUntil: nextQuarter(addMinutes(since, rules.tracking.lastMile.overdueMinutes)) };
  const day = deliveryDay(destination, today);
  const fits = day && day.deliverFrom <= soon.deliverFrom && soon.deliverUntil <= day.deliverUntil;
  return promise.transit.unit === 'minute' && fits ? soon : deliveryDay(destination, addDays(today, 1));
}

function byWay({ progress, rules }: TrackingAsked): Date | null {
  const { baseMinutes, metresPerMinute } = rules.tracking.lastMile;
  return progress.remainingMetres === null
    ? null
    : addMinutes(progress.scannedAt, baseMinutes + progress.remainingMetres / metresPerMinute);
}

// Scanned after hours nothing is left of the day: then the window is over, and the next try is asked for.
function restOf(day: DeliveryWindow, from: Date): DeliveryWindow {
  return from < day.deliverUntil ? { ...day, deliverFrom: later(from, day.deliverFrom) } : day;
}
