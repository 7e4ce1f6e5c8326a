import { addDays, addMinutes, instantOf, localDate, localTime } from '#lib/kernel/zoned.ts';
import { addOpenDays, addOpenMinutes, earlier, hoursOn, later, openDayFrom, workStart, type Calendar } from './calendar.ts';
import type { DeliveryRules, DeliveryService } from './delivery-rules.ts';
import type { FulfilmentNode } from './node.ts';

/** What happens at the node: work starts, the goods are ready, they leave (or lie on the shelf). */
export type Handling = { startsAt: Date; cutOffAt: Date; backlogDays: number; readyAt: Date; leavesAt: Date };

/** Looking further ahead for a carrier's van than this is looking for one that never comes. */
const COLLECTION_HORIZON_DAYS = 60;
/** A store that has no half hour open in so many days has no pickup. */
const PICKUP_TRIES = 14;

/** Whole days of work that wait before this order. */
function backlogDays({ queueDepth, capacityPerDay }: FulfilmentNode): number {
  return Math.floor(queueDepth / Math.max(1, capacityPerDay));
}

export function handleForDelivery(
  node: FulfilmentNode,
  how: { service: DeliveryService; rules: DeliveryRules; carrier: Calendar },
  at: Date
): Handling | undefined {
  const work = workStart(node.calendar, node.cutOffs[how.service] ?? 0, at);
  const done = work && addOpenMinutes(node.calendar, work.startsAt, node.processingMinutes);
  const readyAt = done && afterBacklog(node, done);
  const leavesAt = readyAt && collectionFrom(node, how, readyAt);
  return work && leavesAt && { startsAt: work.startsAt, cutOffAt: work.cutOffAt, backlogDays: backlogDays(node), readyAt, leavesAt };
}

/** Ready within the opening hours of one day: what cannot be ready before closing is begun when the doors open again. */
export function handleForPickup(node: FulfilmentNode, rules: DeliveryRules, at: Date): Handling | undefined {
  let from = at;
  for (let tries = 0; tries < PICKUP_TRIES; tries += 1) {
    const work = workStart(node.calendar, node.cutOffs.pickup ?? 0, from);
    const startsAt = work && afterBacklog(node, work.startsAt);
    const hours = startsAt && hoursOn(node.calendar, localDate(startsAt, node.calendar.zone));
    if (!hours) return undefined;
    const leavesAt = addMinutes(startsAt, rules.pickupMinutes.p90);
    const readyAt = addMinutes(startsAt, rules.pickupMinutes.p50);
    if (leavesAt <= hours.closes) return { startsAt, cutOffAt: work.cutOffAt, backlogDays: backlogDays(node), readyAt, leavesAt };
    from = work.cutOffAt;
  }
  return undefined;
}

// The same time of day so many open days later, within the hours of that day.
function afterBacklog(node: FulfilmentNode, ready: Date): Date | undefined {
  const days = backlogDays(node);
  if (days === 0) return ready;
  const { date, minute } = localTime(ready, node.calendar.zone);
  const day = addOpenDays(node.calendar, date, days);
  const hours = hoursOn(node.calendar, day);
  if (!day || !hours) return undefined;
  return earlier(later(instantOf(day, minute, node.calendar.zone), hours.opens), hours.closes);
}

type Collecting = { service: DeliveryService; rules: DeliveryRules; carrier: Calendar };

function collectionFrom(node: FulfilmentNode, how: Collecting, ready: Date): Date | undefined {
  const minutes = how.rules.collections[how.service];
  if (minutes === 'on-demand') return ready;
  let date = localDate(ready, node.calendar.zone);
  for (let day = 0; day < COLLECTION_HORIZON_DAYS; day += 1, date = addDays(date, 1)) {
    const hours = openDayFrom(how.carrier, date) === date ? hoursOn(node.calendar, date) : undefined;
    // A van due before opening or after closing finds the door open at its nearest end.
    const vans = hours
      ? minutes.map((minute) => earlier(later(instantOf(date, minute, node.calendar.zone), hours.opens), hours.closes))
      : [];
    const van = vans.find((due) => due >= ready);
    if (van) return van;
  }
  return undefined;
}
