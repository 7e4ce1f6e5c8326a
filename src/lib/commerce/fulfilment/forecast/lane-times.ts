import { addDays, localDate, type LocalDate } from '#lib/kernel/zoned.ts';
import { arrivalByDay } from '../arrival.ts';
import { openDayFrom, type Calendar } from '../calendar.ts';
import { deliveryServices, zones, type DeliveryRules, type DeliveryService, type Transit, type Zone } from '../delivery-rules.ts';
import { laneRuleVersion, type LaneTime } from '../lane-time.ts';
import type { FulfilmentNode } from '../node.ts';
import { transitOf } from '../zones.ts';
import { added, likelyOf, massOf, quantileOf, type Mass } from './mass.ts';
import type { Sighting } from './spread.ts';

/** A parcel that was given to a carrier. `shipBy`: when it had to leave, as planned; null when nobody planned it. */
export type Journey = {
  nodeId: string;
  service: DeliveryService;
  zone: Zone;
  shipBy: Date | null;
  handedOverAt: Date;
  deliveredAt: Date | null;
};

export type LanesAsked = {
  journeys: readonly Journey[];
  nodes: readonly Pick<FulfilmentNode, 'id' | 'calendar'>[];
  /** On which days the carrier drives, and goods are brought. */
  carrier: Calendar;
  destination: Calendar;
  rules: DeliveryRules;
  at: Date;
};
export type LearnedLane = LaneTime & { nodeId: string };

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** What is older says nothing. */
export const LANES_LOOK_BACK_MS = 180 * DAY_MS;
/** What is not there by then is heard of no more: it says nothing of how long a way is. */
const LOST_AFTER_MS = 30 * DAY_MS;
/** What is so old counts half. */
const HALF_LIFE_MS = 45 * DAY_MS;
/** With fewer deliveries of its own a lane is told by its service and zone, with fewer of those by the zone table. */
const LEAST_OF_LANE = 20;
const LEAST_OF_ZONE = 50;
/** Below so many hand-overs nobody says that a place is late. */
const LEAST_OF_PLACE = 20;
/** So many imagined parcels that went as the next more general knowledge has it stand beside what was seen. */
const PRIOR = 5;
/** Minutes are counted in fives, and no way takes longer than this. */
const STEP = { day: 1, minute: 5 };
const MOST = { day: 60, minute: 24 * 60 };
/** Nothing that leaves in the evening is promised for that morning; nobody plans a ride of no length. */
const LEAST = { day: 1, minute: 15 };

type Unit = Transit['unit'];
type Known = { sightings: Sighting[]; n: number };

/**
 * What our own deliveries say of each lane at that moment: the weighted quantiles of how long it took, newer parcels weighing more, after Kaplan
 * and Meier (1958), so that what still travels counts as later than that. What is seen of a lane is mixed with `PRIOR` imagined parcels
 * distributed as all lanes of its service and zone, those with as many by the zone table: the posterior mean of a Dirichlet process,
 * (k F0 + n Fn) / (k + n) (Ferguson, A Bayesian analysis of some nonparametric problems, Annals of Statistics 1, 1973). How much later than planned a
 * place hands over is learned in the same way, against "never", and added to the way as if both were independent.
 * Nothing that happened after `at` is looked at. A lane is left out where the zone table speaks.
 */
export function learnLanes(given: LanesAsked): LearnedLane[] {
  const seen = given.journeys.filter((one) => isWithin(one, given.at));
  const zoned = Map.groupBy(seen, ({ service, zone }) => `${service} ${zone}`);
  const asked = { ...given, ends: endsOf(given), zoneAt: zonesOf(given) };
  return deliveryServices.flatMap((service) =>
    zones.flatMap((zone) => {
      const transit = transitOf(asked.rules, service, zone);
      const there = zoned.get(`${service} ${zone}`) ?? [];
      return transit && transit !== 'unknown' ? lanesTo({ service, zone, transit, there }, asked) : [];
    })
  );
}

type Learning = LanesAsked & {
  /** When what leaves on that day and takes so many days is there. */
  ends: (from: LocalDate, days: number) => Date | undefined;
  zoneAt: (nodeId: string) => string;
};

type Towards = { service: DeliveryService; zone: Zone; transit: Transit; there: readonly Journey[] };

function lanesTo({ service, zone, transit, there }: Towards, asked: Learning): LearnedLane[] {
  const { unit } = transit;
  const all = waysOf(there, unit, asked);
  const general = massOf(all.sightings, { ...sized(unit), prior: tableMass(transit), weight: PRIOR });
  const byNode = Map.groupBy(there, ({ nodeId }) => nodeId);
  return asked.nodes.flatMap((node): LearnedLane[] => {
    const its = byNode.get(node.id) ?? [];
    const own = waysOf(its, unit, asked);
    const isOwn = own.n >= LEAST_OF_LANE;
    if (!isOwn && all.n < LEAST_OF_ZONE) return [];
    const way = isOwn ? massOf(own.sightings, { ...sized(unit), prior: general, weight: PRIOR }) : general;
    const late = latenessOf({ node, journeys: its, unit }, asked);
    const whole = added(way, late.mass);
    const [p50 = 0, p90 = 0] = [0.5, 0.9].map((share) => Math.max(LEAST[unit], quantileOf(whole, share) * STEP[unit]));
    const { mass: _, ...told } = late;
    const level = isOwn ? 'lane' : 'zone';
    const n = isOwn ? own.n : all.n;
    const computedAt = asked.at.toISOString();
    return [
      { nodeId: node.id, service, zone, unit, p50, p90, level, n, late: told, computedAt, ruleVersion: laneRuleVersion(asked.rules) }
    ];
  });
}

const sized = (unit: Unit) => ({ places: MOST[unit] / STEP[unit] + 1 });

/** The zone table as shares: half by p50, nine in ten by p90, the rest one step later. */
function tableMass({ unit, p50, p90 }: Transit): Mass {
  const [likely, late] = [p50, p90].map((length) => Math.round(length / STEP[unit]));
  return likelyOf(sized(unit).places, [
    [likely ?? 0, 0.5],
    [late ?? 0, 0.4],
    [(late ?? 0) + Math.max(1, (late ?? 0) - (likely ?? 0)), 0.1]
  ]);
}

function waysOf(journeys: readonly Journey[], unit: Unit, asked: Learning): Known {
  const sightings = journeys.map((one): Sighting => {
    const done = one.deliveredAt !== null && one.deliveredAt <= asked.at;
    const took = wayOf(one, unit, { ...asked, until: done ? (one.deliveredAt ?? asked.at) : asked.at });
    // What has not come by now takes at least one step more than would have been in time until now.
    return { distance: done ? took : took - 1, weight: weightOf(one, asked.at), done };
  });
  return { sightings, n: sightings.filter(({ done }) => done).length };
}

type Counting = Pick<Learning, 'ends' | 'zoneAt'> & { until: Date };

/** The fewest steps that, promised from the hand-over on, would have been kept. */
function wayOf({ nodeId, handedOverAt }: Journey, unit: Unit, { ends, zoneAt, until }: Counting): number {
  if (unit === 'minute') return Math.min(MOST.minute, Math.max(0, until.getTime() - handedOverAt.getTime()) / MINUTE_MS) / STEP.minute;
  const from = localDate(handedOverAt, zoneAt(nodeId));
  for (let days = 0; days < MOST.day; days += 1) {
    const end = ends(from, days);
    if (end && end >= until) return days;
  }
  return MOST.day;
}

/** Thousands of parcels leave on the same few days. */
function endsOf({ carrier, destination }: LanesAsked): Learning['ends'] {
  const known = new Map<string, Date | undefined>();
  return (from, days) => {
    const key = `${from} ${days}`;
    if (!known.has(key)) known.set(key, arrivalByDay(from, { unit: 'day', p50: days, p90: days }, { carrier, destination })?.deliverUntil);
    return known.get(key);
  };
}

function zonesOf({ nodes, carrier }: LanesAsked): Learning['zoneAt'] {
  const named = new Map(nodes.map(({ id, calendar }) => [id, calendar.zone]));
  return (nodeId) => named.get(nodeId) ?? carrier.zone;
}

type OfPlace = { node: LanesAsked['nodes'][number]; journeys: readonly Journey[]; unit: Unit };

/** By how much the place hands over later than planned. Of what was not planned nothing is known. */
function latenessOf({ node, journeys, unit }: OfPlace, asked: Learning): { n: number; p50: number; p90: number; mass: Mass } {
  const planned = journeys.flatMap((one) => (one.shipBy ? [{ ...one, shipBy: one.shipBy }] : []));
  const never = likelyOf(sized(unit).places, [[0, 1]]);
  if (planned.length < LEAST_OF_PLACE) return { n: planned.length, p50: 0, p90: 0, mass: never };
  const sightings = planned.map((one): Sighting => ({
    distance: lateBy(one, node.calendar.zone, { unit, carrier: asked.carrier }),
    weight: weightOf(one, asked.at),
    done: true
  }));
  const mass = massOf(sightings, { ...sized(unit), prior: never, weight: PRIOR });
  return { n: planned.length, p50: quantileOf(mass, 0.5) * STEP[unit], p90: quantileOf(mass, 0.9) * STEP[unit], mass };
}

type Planned = Journey & { shipBy: Date };

/** In days on which the carrier drives, or in steps of minutes; what leaves early is not late. */
function lateBy({ shipBy, handedOverAt }: Planned, zone: string, { unit, carrier }: { unit: Unit; carrier: Calendar }): number {
  if (unit === 'minute') return Math.min(MOST.minute, Math.max(0, handedOverAt.getTime() - shipBy.getTime()) / MINUTE_MS) / STEP.minute;
  const left = localDate(handedOverAt, zone);
  let days = 0;
  for (let day = localDate(shipBy, zone); day < left && days < MOST.day; days += 1) {
    const next = openDayFrom(carrier, addDays(day, 1));
    if (next === undefined || next > left) break;
    day = next;
  }
  return days;
}

const weightOf = ({ handedOverAt }: Journey, at: Date): number => 0.5 ** ((at.getTime() - handedOverAt.getTime()) / HALF_LIFE_MS);

function isWithin({ handedOverAt, deliveredAt }: Journey, at: Date): boolean {
  const age = at.getTime() - handedOverAt.getTime();
  const isThere = deliveredAt !== null && deliveredAt <= at;
  return age >= 0 && age <= (isThere ? LANES_LOOK_BACK_MS : LOST_AFTER_MS);
}
