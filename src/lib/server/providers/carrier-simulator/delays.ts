import { between, type Draws } from './draws.ts';

const HOUR = 3_600_000;
const FIRST_HOUR = 8;
const LAST_HOUR = 21;
const NEXT_MORNING = 10;

/** `detail` is the carrier's sub-code as EasyPost names it. */
export type DelayReason = { detail: 'weather_delay' | 'delayed' | 'transit_exception'; message: string; hours: readonly [number, number] };
export type Delay = DelayReason & { byMs: number };

export const delayReasons: readonly DelayReason[] = [
  { detail: 'weather_delay', message: 'Heavy rain on the road, the parcel arrives later', hours: [2, 5] },
  { detail: 'delayed', message: 'Missed its connection, travels on with the next vehicle', hours: [10, 24] },
  { detail: 'transit_exception', message: 'More parcels than usual at the hub, sorting takes longer', hours: [3, 8] }
];

/** About `share` of all parcels are late, always the same ones. */
export function delayOf(draws: Draws, share: number): Delay | undefined {
  if (draws('delayed') >= share) return undefined;
  const reason = delayReasons[Math.floor(draws('why') * delayReasons.length)];
  return reason && { ...reason, byMs: between(draws('by'), ...reason.hours) * HOUR };
}

/** A delay into the night becomes the next morning at the door. */
export function inDaylight(at: Date, zone: string): Date {
  const hour = localHour(at, zone);
  if (hour >= LAST_HOUR) return new Date(at.getTime() + (24 - hour + NEXT_MORNING) * HOUR);
  return hour < FIRST_HOUR ? new Date(at.getTime() + (NEXT_MORNING - hour) * HOUR) : at;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function localHour(at: Date, zone: string): number {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' });
  clocks.set(zone, clock);
  return Number(clock.format(at));
}
