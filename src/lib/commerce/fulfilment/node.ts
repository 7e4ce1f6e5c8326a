import type { Point } from '#lib/kernel/geo.ts';
import { localDate, type LocalDate } from '#lib/kernel/zoned.ts';
import { calendarOf, dayNames, minuteOf, type Calendar, type Opening } from './calendar.ts';
import { deliveryServices, type FulfilmentService, type NodeKind } from './delivery-rules.ts';
import type { LaneTime } from './lane-time.ts';

/** A warehouse, dark store or store as promises and plans see it. */
export type FulfilmentNode = {
  id: string;
  name: string;
  kind: NodeKind;
  country: string;
  place: Point;
  isUp: boolean;
  calendar: Calendar;
  /** Minute of the local day from which on an order counts as the next open day's. A service without a cut-off is not done here. */
  cutOffs: Partial<Record<FulfilmentService, number>>;
  processingMinutes: number;
  /** Fulfilment orders that it can work off in a day, and how many wait now. */
  capacityPerDay: number;
  queueDepth: number;
  /** How often a thing that should lie there is not found, 0 to 1, as its picks of late have shown; left out where none ever was. */
  missRate?: number;
  /** How long its parcels take, where it is known from what they took; left out, nothing is. */
  laneTimes?: readonly LaneTime[];
  /** What is kept of its hours, zone or cut-offs cannot be read: it promises nothing by them. */
  isUnreadable?: true;
};

/** Days of work that wait there. */
export const loadOf = ({ queueDepth, capacityPerDay }: FulfilmentNode): number => queueDepth / Math.max(1, capacityPerDay);

/** A node as it is stored: times as people write them. */
export type NodeRecord = {
  id: string;
  name: string;
  kind: NodeKind;
  country: string;
  lat: number;
  lng: number;
  status: 'up' | 'down';
  timeZone: string;
  opening: Opening;
  closedDates: readonly LocalDate[];
  /** { standard: '16:00' } */
  cutoffs: Partial<Record<FulfilmentService, string>>;
  /** 'ship' stands for every delivery service that has a cut-off. */
  methods: readonly string[];
  processingMinutes: number;
  capacityPerDay: number;
  /** How often things are found there, smoothed; 1 where none was ever missed. */
  findRate?: number;
  laneTimes?: readonly LaneTime[];
};

/** One place whose hours cannot be read never opens, rather than that no cart can be quoted any more. */
export function nodeOf(stored: NodeRecord, queueDepth: number): FulfilmentNode {
  const { id, name, kind, country, processingMinutes, capacityPerDay, findRate = 1, laneTimes = [] } = stored;
  const calendar = readable(() => calendarKept(stored));
  const cutOffs = cutOffsOf(stored);
  const place = { lat: stored.lat, lng: stored.lng };
  return {
    id,
    name,
    kind,
    country,
    place,
    isUp: stored.status === 'up',
    calendar: calendar ?? NEVER,
    cutOffs: cutOffs.read,
    processingMinutes,
    capacityPerDay,
    queueDepth,
    ...(findRate < 1 && { missRate: 1 - findRate }),
    ...(laneTimes.length > 0 && { laneTimes }),
    ...((!calendar || cutOffs.isUnreadable) && { isUnreadable: true as const })
  };
}

const NEVER: Calendar = { zone: 'UTC', week: dayNames.map(() => null), closed: new Set() };

function calendarKept({ timeZone, opening, closedDates }: NodeRecord): Calendar {
  const calendar = calendarOf({ zone: timeZone, opening, closed: closedDates });
  // Throws on a zone that does not exist.
  localDate(new Date(0), calendar.zone);
  return calendar;
}

type CutOffs = { read: FulfilmentNode['cutOffs']; isUnreadable: boolean };

function cutOffsOf({ cutoffs, methods }: NodeRecord): CutOffs {
  const found: CutOffs = { read: {}, isUnreadable: false };
  for (const service of [...deliveryServices, 'pickup'] as const) {
    const clock = cutoffs[service];
    const isDone = methods.includes(service) || (service !== 'pickup' && methods.includes('ship'));
    if (clock === undefined || !isDone) continue;
    const minute = readable(() => minuteOf(clock));
    if (minute === undefined) found.isUnreadable = true;
    else found.read[service] = minute;
  }
  return found;
}

function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
