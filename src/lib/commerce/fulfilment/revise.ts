import { localDate } from '#lib/kernel/zoned.ts';
import type { DeliveryWindow } from './arrival.ts';
import { afterAnAttempt, nextTry, onTheVehicle } from './estimate-at-the-door.ts';
import { inTrouble, onTheRoad, waitingForTheVan } from './estimate-on-the-road.ts';
import type { ShipmentState } from './shipment.machine.ts';
import { estimated, type Estimate, type NoEstimate, type TrackingAsked } from './tracking.ts';

/**
 * `window` is what we expect now and may be shown at any time. It becomes a new version of the promise, with one message, only
 * when `publish` says so. `change` compares the two: for whole-day services the days, for fast ones the quarters of an hour.
 */
export type Revision = Estimate & { change: 'earlier' | 'same' | 'later'; publish: boolean };

const byState: Record<ShipmentState, (asked: TrackingAsked) => Estimate | NoEstimate> = {
  pre_transit: waitingForTheVan,
  in_transit: onTheRoad,
  exception: inTrouble,
  out_for_delivery: onTheVehicle,
  attempt_failed: afterAnAttempt,
  available_for_pickup: () => ({ none: 'waiting-at-point' }),
  delivered: () => ({ none: 'arrived' }),
  return_to_sender: () => ({ none: 'not-coming' }),
  returned: () => ({ none: 'not-coming' }),
  cancelled: () => ({ none: 'not-coming' }),
  lost: () => ({ none: 'not-coming' })
};

/** The arrival as the newest scan (or its absence) lets us expect it, and whether that is news. Asking twice gives the same. */
export function revise(asked: TrackingAsked): Revision | NoEstimate {
  const estimate = stillToCome(byState[asked.progress.state](asked), asked);
  if ('none' in estimate) return estimate;
  const change = changeOf(estimate.window, asked);
  return { ...estimate, change, publish: change === 'later' || (change === 'earlier' && isCalm(asked)) };
}

/** A window that is over is no estimate: then what was told last holds, and when that is over too, the next try. */
function stillToCome(estimate: Estimate | NoEstimate, asked: TrackingAsked): Estimate | NoEstimate {
  if ('none' in estimate || asked.at <= estimate.window.deliverUntil) return estimate;
  const { current } = asked.promise;
  return estimated(asked.at <= current.deliverUntil ? current : nextTry(asked, asked.at), 'overdue');
}

function changeOf(window: DeliveryWindow, { promise, destination, rules }: TrackingAsked): Revision['change'] {
  const { current, transit } = promise;
  if (transit.unit === 'day') {
    const [is, was] = [window, current].map(({ deliverUntil }) => localDate(deliverUntil, destination.zone));
    return sign(Number((is ?? '') > (was ?? '')) - Number((is ?? '') < (was ?? '')), 1);
  }
  const minutes = (is: Date, was: Date) => (is.getTime() - was.getTime()) / 60_000;
  const end = sign(minutes(window.deliverUntil, current.deliverUntil), rules.tracking.publish.minutes);
  return end === 'same' ? sign(minutes(window.deliverFrom, current.deliverFrom), rules.tracking.publish.minutes) : end;
}

function sign(moved: number, threshold: number): Revision['change'] {
  if (Math.abs(moved) < threshold) return 'same';
  return moved > 0 ? 'later' : 'earlier';
}

/** Worse news at once; better news when nothing was told for a while, so that no shopper hears one thing and then the other. */
function isCalm({ promise, rules, at }: TrackingAsked): boolean {
  return at.getTime() - promise.publishedAt.getTime() >= rules.tracking.publish.calmMinutes[promise.transit.unit] * 60_000;
}
