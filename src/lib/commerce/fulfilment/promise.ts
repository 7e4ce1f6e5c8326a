import { metresBetween, type Point } from '#lib/kernel/geo.ts';
import { localDate, type LocalDate } from '#lib/kernel/zoned.ts';
import { arrivalByDay, arrivalByMinute, type DeliveryWindow } from './arrival.ts';
import type { Calendar } from './calendar.ts';
import type { DeliveryRules, DeliveryService, FulfilmentService, Transit, Zone } from './delivery-rules.ts';
import { handleForDelivery, handleForPickup, type Handling } from './handling.ts';
import { laneTransit, type LaneTime } from './lane-time.ts';
import { lastMoment } from './last-moment.ts';
import type { FulfilmentNode } from './node.ts';
import { zoneOf } from './zones.ts';

/** Where a parcel goes. The calendar says on which days and at which hours goods are brought there. */
export type Destination = { place: Point; country: string; calendar: Calendar };

/** Stock is not looked at here. `carrier` says on which days it drives; days of transit are counted in it. */
export type DeliveryAsked = {
  service: DeliveryService;
  node: FulfilmentNode;
  destination: Destination;
  carrier: Calendar;
  rules: DeliveryRules;
  at: Date;
  /** A window fixed by contract or appointment wins over a computed one. */
  agreed?: DeliveryWindow;
};
export type PickupAsked = { service: 'pickup'; node: FulfilmentNode; rules: DeliveryRules; at: Date };

/** What a promise was computed from, kept with it. Instants are ISO. */
type PromiseSteps = {
  nodeId: string;
  service: FulfilmentService;
  at: string;
  startsAt: string;
  backlogDays: number;
  readyAt: string;
  leavesAt: string;
  metres: number | null;
  zone: Zone | null;
  transit: Transit | null;
  source: 'zone-table' | 'learned' | 'agreed' | 'store';
  /** Of what was learned: how many deliveries say so, of which lanes, and of that what the place adds by handing over late. */
  learned: Pick<LaneTime, 'n' | 'level' | 'late' | 'computedAt' | 'ruleVersion'> | null;
};

export type Promised = DeliveryWindow & {
  /** Who orders before this instant still gets this window, or for hours-fast services this day: the end of the countdown. */
  orderBy: Date;
  /** When the parcel must have left with the carrier, or lie ready on the shelf. */
  shipBy: Date;
  steps: PromiseSteps;
  ruleVersion: string;
};
export type NoPromise = { none: 'no-service' | 'unknown-transit' | 'never-open' };

type Lane = { metres: number; zone: Zone; transit: Transit; learned: LaneTime | null };
type Outcome = { handling: Handling; window: DeliveryWindow };
/** A service that takes minutes may run out of day: then it is tried from the next. */
const DAYS_TRIED = 14;

/**
 * When the goods are there if the order comes in at `at`: at the door, or ready on the shelf for pickup.
 * The promise is kept when they are there by `deliverUntil`. Where nobody knows the transit there is no date at all.
 */
export function promise(asked: DeliveryAsked | PickupAsked): Promised | NoPromise {
  if (!offers(asked.node, asked.service, asked.rules)) return { none: 'no-service' };
  return asked.service === 'pickup' ? promisePickup(asked) : promiseDelivery(asked);
}

/** Asked of many nodes at one moment; what happens at a node and when so many days are over is worked out once. */
export type Windows = (node: FulfilmentNode, destination: Destination, metres: number) => DeliveryWindow | NoPromise;

/** Only the window, for holding nodes against each other: until when it holds costs ten times as much to find out. */
export function windowsAt(asked: Omit<DeliveryAsked, 'node' | 'destination' | 'agreed'>): Windows {
  const shipDateOf = remembering((node: FulfilmentNode) => {
    const handling = handleForDelivery(node, asked, asked.at);
    return handling && localDate(handling.leavesAt, node.calendar.zone);
  });
  const arrivals = remembering((destination: Calendar) =>
    remembering((p50: number) =>
      remembering((p90: number) =>
        remembering((shipDate: LocalDate) => arrivalByDay(shipDate, { unit: 'day', p50, p90 }, { carrier: asked.carrier, destination }))
      )
    )
  );
  return (node, destination, metres) => {
    if (!offers(node, asked.service, asked.rules)) return { none: 'no-service' };
    const lane = laneOver(metres, { ...asked, node, destination });
    if ('none' in lane) return lane;
    const { transit } = lane;
    if (transit.unit === 'minute') return outcomeAt({ ...asked, node, destination }, transit, asked.at)?.window ?? { none: 'never-open' };
    const shipDate = shipDateOf(node);
    return (shipDate && arrivals(destination.calendar)(transit.p50)(transit.p90)(shipDate)) || { none: 'never-open' };
  };
}

function remembering<Asked, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const kept = new Map<Asked, Answer>();
  return (asked) => {
    const known = kept.get(asked);
    if (known !== undefined || kept.has(asked)) return known as Answer;
    const found = answer(asked);
    kept.set(asked, found);
    return found;
  };
}

function offers(node: FulfilmentNode, service: FulfilmentService, rules: DeliveryRules): boolean {
  return node.isUp && node.cutOffs[service] !== undefined && rules.offeredBy[service].includes(node.kind);
}

function promisePickup(asked: PickupAsked): Promised | NoPromise {
  const { node, rules } = asked;
  const readyWhen = (at: Date): Outcome | undefined => {
    const handling = handleForPickup(node, rules, at);
    return handling && { handling, window: { deliverFrom: handling.readyAt, deliverUntil: handling.leavesAt } };
  };
  const outcome = readyWhen(asked.at);
  if (!outcome) return { none: 'never-open' };
  const day = dayOf(node.calendar.zone);
  const orderBy = lastMoment(asked.at, outcome.handling.cutOffAt, (at) => day(readyWhen(at)) === day(outcome));
  return promised(asked, outcome, { orderBy, lane: null, source: 'store' });
}

function promiseDelivery(asked: DeliveryAsked): Promised | NoPromise {
  const lane = laneOf(asked);
  if ('none' in lane) return lane;
  const arrivesWhen = (at: Date): Outcome | undefined => outcomeAt(asked, lane.transit, at);
  const outcome = arrivesWhen(asked.at);
  if (!outcome) return { none: 'never-open' };

  const key = lane.transit.unit === 'day' ? windowKey : dayOf(asked.destination.calendar.zone);
  const orderBy = lastMoment(asked.at, outcome.handling.cutOffAt, (at) => key(arrivesWhen(at)) === key(outcome));
  if (!asked.agreed) return promised(asked, outcome, { orderBy, lane, source: lane.learned ? 'learned' : 'zone-table' });
  return promised(asked, { ...outcome, window: asked.agreed }, { orderBy, lane, source: 'agreed' });
}

const laneOf = (asked: DeliveryAsked): Lane | NoPromise => laneOver(metresBetween(asked.node.place, asked.destination.place), asked);

function laneOver(metres: number, { node, destination, rules, service }: DeliveryAsked): Lane | NoPromise {
  if (node.country !== destination.country) return { none: 'no-service' };
  const zone = zoneOf(metres, rules.bands);
  const lane = laneTransit(node, { rules, service, zone });
  if (lane === undefined) return { none: 'no-service' };
  return lane === 'unknown' ? { none: 'unknown-transit' } : { metres, zone, ...lane };
}

function outcomeAt(asked: DeliveryAsked, transit: Transit, at: Date): Outcome | undefined {
  const { node, destination, carrier } = asked;
  let from = at;
  for (let day = 0; day < DAYS_TRIED; day += 1) {
    const handling = handleForDelivery(node, asked, from);
    if (!handling) return undefined;
    const window =
      transit.unit === 'minute'
        ? arrivalByMinute(handling.leavesAt, transit, destination.calendar)
        : arrivalByDay(localDate(handling.leavesAt, node.calendar.zone), transit, { carrier, destination: destination.calendar });
    if (window || transit.unit === 'day') return window && { handling, window };
    from = handling.cutOffAt;
  }
  return undefined;
}

function promised(
  { node, service, rules, at }: DeliveryAsked | PickupAsked,
  { handling, window }: Outcome,
  found: { orderBy: Date; lane: Lane | null; source: PromiseSteps['source'] }
): Promised {
  const steps: PromiseSteps = {
    nodeId: node.id,
    service,
    at: at.toISOString(),
    startsAt: handling.startsAt.toISOString(),
    backlogDays: handling.backlogDays,
    readyAt: handling.readyAt.toISOString(),
    leavesAt: handling.leavesAt.toISOString(),
    metres: found.lane?.metres ?? null,
    zone: found.lane?.zone ?? null,
    transit: found.lane?.transit ?? null,
    source: found.source,
    learned: found.source === 'learned' && found.lane ? learnedStep(found.lane.learned) : null
  };
  return { ...window, orderBy: found.orderBy, shipBy: handling.leavesAt, steps, ruleVersion: rules.version };
}

const learnedStep = (lane: LaneTime | null): PromiseSteps['learned'] =>
  lane && { n: lane.n, level: lane.level, late: lane.late, computedAt: lane.computedAt, ruleVersion: lane.ruleVersion };

const windowKey = (outcome: Outcome | undefined): string =>
  outcome ? `${outcome.window.deliverFrom.getTime()} ${outcome.window.deliverUntil.getTime()}` : '';

const dayOf =
  (zone: string) =>
  (outcome: Outcome | undefined): string =>
    outcome ? localDate(outcome.window.deliverUntil, zone) : '';
