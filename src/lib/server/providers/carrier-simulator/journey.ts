import type { BookedParcel, Place, Point } from './booking.ts';
import { delayOf, inDaylight, type Delay, type DelayReason } from './delays.ts';
import { between, drawsOf, type Draws } from './draws.ts';
import { routeOf, type Route } from './route.ts';

const MINUTE = 60_000;
const SHORTEST_TRIP_MS = 30 * MINUTE;
export const DELAYED_SHARE = 0.15;

/** The four of the ten carrier states that a journey without returns comes through. */
export type ScanStatus = 'pre_transit' | 'in_transit' | 'out_for_delivery' | 'delivered';

/** Sub-codes under the names EasyPost gives them; a position on the last mile is a `status_update`. */
export type ScanDetail =
  | 'label_created'
  | 'received_at_origin_facility'
  | 'departed_origin_facility'
  | DelayReason['detail']
  | 'received_at_destination_facility'
  | 'out_for_delivery'
  | 'status_update'
  | 'arrived_at_destination';

/** `at` and `estimate` are carrier time: the calendar of the booking, not the moment the news is posted. */
export type Scan = {
  status: ScanStatus;
  detail: ScanDetail;
  message: string;
  at: Date;
  estimate: Date;
  where: Place;
  /** What was said at the door. */ pin?: string;
};

type Stop = Omit<Scan, 'estimate' | 'at'> & { atMs: number };
type Plan = { parcel: BookedParcel; times: Milestones; delay: Delay | undefined; draws: Draws };
type Milestones = { accepted: number; departed: number; held: number; arrived: number; out: number; delivered: number };

/** Everything that will happen to a parcel, from booking and seed alone: the same two give the same journey on any machine. */
export function journey(parcel: BookedParcel, seed: string, delayedShare = DELAYED_SHARE): Scan[] {
  const draws = drawsOf(seed);
  const delay = delayOf(draws, delayedShare);
  const times = milestones(parcel, draws, delay);
  const route = routeOf(parcel.from, parcel.to, draws);
  const stops = [...toTheHub(parcel, times, route, delay), ...toTheDoor(parcel, times, route, draws)];
  return stops.map((stop) => scanAt(stop, estimateAt(stop, { parcel, times, delay, draws })));
}

/**
 * Hand-over just before `shipBy`, the door inside the promised window, plus the delay. Between them the stops lie at
 * shares of the way, so that a trip of an hour and one of a week both come in order.
 */
function milestones(parcel: BookedParcel, draws: Draws, delay: Delay | undefined): Milestones {
  const [from, until] = [parcel.deliverFrom.getTime(), parcel.deliverUntil.getTime()];
  const accepted = Math.max(parcel.bookedAt.getTime() + 5 * MINUTE, parcel.shipBy.getTime() - between(draws('pickup'), 0, 90) * MINUTE);
  const planned = Math.max(between(draws('door'), from, until), accepted + SHORTEST_TRIP_MS);
  const delivered = delay ? inDaylight(new Date(planned + delay.byMs), parcel.to.zone).getTime() : planned;
  const out = Math.max(accepted + 0.55 * (delivered - accepted), delivered - between(draws('out'), 60, 150) * MINUTE);
  const share = (part: number) => accepted + part * (out - accepted);
  return {
    accepted,
    departed: share(between(draws('departed'), 0.08, 0.2)),
    held: share(between(draws('held'), 0.3, 0.4)),
    arrived: share(between(draws('arrived'), 0.7, 0.9)),
    out,
    delivered
  };
}

function toTheHub(parcel: BookedParcel, times: Milestones, route: Route, delay: Delay | undefined): Stop[] {
  const { from, to } = parcel;
  const start: Place = { ...from, city: from.city ?? from.name };
  const hub = near(to, route.hub);
  const somewhere = near(to, route.onTheRoad(0.4));
  const held: Stop[] = delay
    ? [{ status: 'in_transit', detail: delay.detail, message: delay.message, atMs: times.held, where: somewhere }]
    : [];
  return [
    { status: 'pre_transit', detail: 'label_created', message: 'Label printed', atMs: parcel.bookedAt.getTime(), where: start },
    {
      status: 'in_transit',
      detail: 'received_at_origin_facility',
      message: `Handed over at ${from.name}`,
      atMs: times.accepted,
      where: start
    },
    { status: 'in_transit', detail: 'departed_origin_facility', message: `Left ${from.name}`, atMs: times.departed, where: start },
    ...held,
    {
      status: 'in_transit',
      detail: 'received_at_destination_facility',
      message: 'Arrived at the hub near you',
      atMs: times.arrived,
      where: hub
    }
  ];
}

function toTheDoor({ to }: BookedParcel, times: Milestones, route: Route, draws: Draws): Stop[] {
  const updates = 3 + Math.floor(draws('updates') * 3);
  const legs = updates + 1;
  const onTheWay = Array.from({ length: updates }, (_, index): Stop => {
    const part = (index + 1) / legs;
    const jitter = (draws(`update ${index}`) - 0.5) * 0.5;
    const atMs = times.out + ((index + 1 + jitter) / legs) * (times.delivered - times.out);
    return {
      status: 'out_for_delivery',
      detail: 'status_update',
      message: 'On the way to you',
      atMs,
      where: near(to, route.lastMile(part))
    };
  });
  const hub = near(to, route.hub);
  return [
    { status: 'out_for_delivery', detail: 'out_for_delivery', message: 'On the vehicle', atMs: times.out, where: hub },
    ...onTheWay,
    { status: 'delivered', detail: 'arrived_at_destination', message: 'Handed over at the door', atMs: times.delivered, where: to }
  ];
}

/**
 * What the carrier believes at a stop: at first the middle of the window, after a delay that much later, and from the
 * vehicle on a guess that is at most half an hour off and closes in on the truth.
 */
function estimateAt(stop: Stop, { parcel, times, delay, draws }: Plan): number {
  if (stop.atMs < times.out) {
    const middle = (parcel.deliverFrom.getTime() + parcel.deliverUntil.getTime()) / 2;
    const late = delay && stop.atMs >= times.held;
    const believed = late ? inDaylight(new Date(middle + delay.byMs), parcel.to.zone).getTime() : middle;
    return Math.max(believed, stop.atMs + SHORTEST_TRIP_MS);
  }
  const toGo = (times.delivered - stop.atMs) / (times.delivered - times.out);
  const off = (draws('guess') - 0.5) * 60 * MINUTE * toGo;
  return Math.max(times.delivered + off, stop.atMs);
}

/** Whole seconds, as scanners write them. */
function scanAt({ atMs, ...stop }: Stop, estimateMs: number): Scan {
  const seconds = (ms: number) => new Date(Math.round(ms / 1000) * 1000);
  return { ...stop, at: seconds(atMs), estimate: seconds(estimateMs) };
}

function near(place: Place, { lat, lng }: Point): Place {
  return { ...place, lat, lng };
}
