import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawsFrom } from '#lib/kernel/draws.ts';
import { addMinutes, localDate } from '#lib/kernel/zoned.ts';
import { aCarrier, aDestination, aStore, aWarehouse, bengaluru } from '#tests/support/places.ts';
import { arrivalByDay } from '../arrival.ts';
import { deliveryRulesV1 as rules } from '../delivery-rules-v1.ts';
import type { Zone } from '../delivery-rules.ts';
import type { FulfilmentNode } from '../node.ts';
import { promise, type Promised } from '../promise.ts';
import { learnLanes, type Journey, type LearnedLane } from './lane-times.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-05T06:30:00Z');
const SLOW = aWarehouse({ id: 'slow' });
const FAST = aWarehouse({ id: 'fast' });
const there = aDestination({ place: bengaluru });
const nodes = [SLOW, FAST];
const learn = (journeys: readonly Journey[], at: Date, more: readonly FulfilmentNode[] = nodes) =>
  learnLanes({ journeys, nodes: more, carrier: aCarrier, destination: there.calendar, rules, at });
const lane = (learned: LearnedLane[], nodeId: string, zone: Zone = 'far') =>
  learned.find((one) => one.nodeId === nodeId && one.zone === zone);

/** At noon of the day that many days of the carrier later. */
function arrivesAfter(left: Date, days: number): Date {
  const transit = { unit: 'day' as const, p50: days, p90: days };
  const window = arrivalByDay(localDate(left, 'Asia/Kolkata'), transit, { carrier: aCarrier, destination: there.calendar });
  return addMinutes(window!.deliverFrom, 180);
}

/** A parcel that took so many days of the carrier, left on that day of the story. */
function parcel(day: number, took: number, more: Partial<Journey> = {}): Journey {
  const left = new Date(START + day * DAY + 6 * 3_600_000);
  const deliveredAt = arrivesAfter(left, took);
  return { nodeId: 'slow', service: 'standard', zone: 'far', shipBy: left, handedOverAt: left, deliveredAt, ...more };
}
const every = (count: number, took: number, more: Partial<Journey> = {}) =>
  Array.from({ length: count }, (_, day) => parcel(day, took, more));
const later = new Date(START + 100 * DAY);

test('below twenty deliveries the zone table speaks, from then on the lane does, and with fifty of all lanes every lane of that zone', () => {
  expect(learn(every(19, 9), later)).toEqual([]);
  const [own, ...others] = learn(every(20, 9), later);
  expect(others).toEqual([]);
  expect(own).toMatchObject({ nodeId: 'slow', service: 'standard', zone: 'far', unit: 'day', level: 'lane', n: 20, p50: 9, p90: 9 });
  const all = learn(every(50, 9), later);
  expect(all.map(({ nodeId, level, n }) => [nodeId, level, n])).toEqual([
    ['slow', 'lane', 50],
    ['fast', 'zone', 50]
  ]);
  expect(lane(all, 'fast')).toMatchObject({ p90: 9 });
});

test('a lane that is known says less of another one than that one says itself', () => {
  const learned = learn([...every(60, 9), ...every(60, 2, { nodeId: 'fast' })], later);
  expect(lane(learned, 'slow')).toMatchObject({ p50: 9, p90: 9 });
  expect(lane(learned, 'fast')).toMatchObject({ p50: 2, level: 'lane' });
  expect(lane(learned, 'fast')!.p90).toBeLessThan(9);
});

test('new deliveries weigh more than old ones, and what is half a year old nothing', () => {
  const turned = [...every(60, 4), ...Array.from({ length: 30 }, (_, at) => parcel(130 + at, 8))];
  expect(lane(learn(turned, new Date(START + 172 * DAY)), 'slow')!.p50).toBe(8);
  expect(learn(every(60, 4), new Date(START + 245 * DAY))).toEqual([]);
});

test('what still travels is later than that: promises grow before it arrives', () => {
  const before = lane(learn(every(40, 4), later), 'slow')!;
  const stuck = Array.from({ length: 20 }, (_, at) => parcel(70 + at, 40));
  const now = lane(learn([...every(40, 4), ...stuck], later), 'slow')!;
  expect(now.n).toBe(before.n);
  expect(now.p90).toBeGreaterThan(before.p90 + 3);
});

test('what is heard of no more for a month is forgotten, so that news that never came makes no promise longer for ever', () => {
  const stuck = Array.from({ length: 20 }, (_, at) => parcel(70 + at, 40, { deliveredAt: null }));
  const known = every(60, 4);
  const soon = lane(learn([...known, ...stuck], later), 'slow')!;
  expect(soon.p90).toBeLessThanOrEqual(26);
  const after = new Date(START + 121 * DAY);
  expect(learn([...known, ...stuck], after)).toMatchObject([{ p90: lane(learn(known, after), 'slow')!.p90 }, {}]);
});

test('a place that hands over later than planned has that added, once enough of it is known', () => {
  const late = every(30, 4).map((one) => ({ ...one, shipBy: new Date(one.handedOverAt.getTime() - 4 * DAY) }));
  const [slow] = learn(late, later);
  expect(slow!.late).toMatchObject({ n: 30 });
  expect(slow!.late.p50).toBeGreaterThanOrEqual(3);
  expect(slow!.p90).toBeGreaterThanOrEqual(7);
  const unplanned = every(30, 4, { shipBy: null });
  expect(learn(unplanned, later)[0]).toMatchObject({ late: { n: 0, p50: 0, p90: 0 }, p90: lane(learn(every(30, 4), later), 'slow')!.p90 });
});

test('rides are learned in minutes', () => {
  const store = aStore({ id: 'slow' });
  const rides = Array.from({ length: 60 }, (_, at): Journey => {
    const handedOverAt = new Date(START + (at % 60) * DAY);
    return {
      ...parcel(at, 1),
      service: 'same_day',
      zone: 'city',
      handedOverAt,
      shipBy: handedOverAt,
      deliveredAt: addMinutes(handedOverAt, 41 + (at % 10))
    };
  });
  expect(learn(rides, later, [store])).toMatchObject([{ unit: 'minute', service: 'same_day', p50: 50 }]);
});

test('nothing that happens later is looked at', () => {
  const story = Array.from({ length: 120 }, (_, day) => parcel(day, 3 + (day % 6)));
  fc.assert(
    fc.property(fc.integer({ min: 25, max: 110 }), fc.integer({ min: 1, max: 30 }), (day, more) => {
      const now = new Date(START + day * DAY);
      const otherwise = story.flatMap((one) => {
        if (one.handedOverAt > now) return [{ ...one, shipBy: null, deliveredAt: null }];
        return one.deliveredAt! > now ? [{ ...one, deliveredAt: new Date(one.deliveredAt!.getTime() + more * DAY) }] : [one];
      });
      expect(learn(otherwise, now)).toEqual(learn(story, now));
    }),
    { numRuns: 30 }
  );
});

/** A year of three orders a day on two lanes, each promised by what was known that morning. */
function walked(seed: string) {
  const draw = drawsFrom(seed);
  const journeys: Journey[] = [];
  const said: { nodeId: string; day: number; promised: Promised; kept: boolean }[] = [];
  const took: Record<string, () => number> = {
    slow: () => 7 + Math.floor(draw() * draw() * 7),
    fast: () => 1 + Math.floor(draw() * draw() * 3)
  };
  for (let day = 0; day < 300; day += 1) {
    const at = new Date(START + day * DAY);
    const learned = learn(journeys, at);
    for (const node of nodes) {
      const laneTimes = learned.filter(({ nodeId }) => nodeId === node.id);
      const promised = promise({ service: 'standard', node: { ...node, laneTimes }, destination: there, carrier: aCarrier, rules, at });
      if ('none' in promised) throw new Error(promised.none);
      for (let order = 0; order < 3; order += 1) {
        const left = promised.shipBy;
        const deliveredAt = arrivesAfter(left, took[node.id]?.() ?? 0);
        journeys.push({ nodeId: node.id, service: 'standard', zone: 'far', shipBy: left, handedOverAt: left, deliveredAt });
        said.push({ nodeId: node.id, day, promised, kept: deliveredAt <= promised.deliverUntil });
      }
    }
  }
  return said;
}

test('lived through day by day, a slow lane gets later dates that are kept as often as was aimed at, and a fast one earlier dates', () => {
  const said = walked('lanes');
  const of = (nodeId: string, from: number, to: number) => said.filter((one) => one.nodeId === nodeId && one.day >= from && one.day < to);
  const onTime = (some: typeof said) => some.filter(({ kept }) => kept).length / some.length;
  const days = (some: typeof said) =>
    some.reduce((sum, { promised }) => sum + (promised.deliverUntil.getTime() - Date.parse(promised.steps.at)) / DAY, 0) / some.length;

  expect(of('slow', 0, 7).every(({ promised }) => promised.steps.source === 'zone-table' && promised.steps.learned === null)).toBe(true);
  expect(onTime(of('slow', 0, 7))).toBeLessThan(0.5);
  for (const nodeId of ['slow', 'fast']) {
    const some = of(nodeId, 90, 300);
    expect(some.every(({ promised }) => promised.steps.source === 'learned')).toBe(true);
    expect(onTime(some)).toBeGreaterThan(0.88);
    expect(onTime(some)).toBeLessThan(0.98);
  }
  expect(days(of('slow', 90, 300))).toBeGreaterThan(days(of('slow', 0, 7)) + 2);
  expect(days(of('fast', 90, 300))).toBeLessThan(days(of('fast', 0, 7)) - 3);
}, 60_000);

test('a learned way is told with what it rests on, and one of other rules is not used', () => {
  const [learned] = learn(every(30, 9), later);
  const ask = (laneTimes: LearnedLane[]) =>
    promise({ service: 'standard', node: { ...SLOW, laneTimes }, destination: there, carrier: aCarrier, rules, at: new Date(START) });
  expect(ask([learned!])).toMatchObject({
    ruleVersion: 'delivery-1',
    steps: {
      source: 'learned',
      transit: { unit: 'day', p50: 9, p90: 9 },
      learned: { n: 30, level: 'lane', computedAt: later.toISOString(), ruleVersion: 'delivery-1 lanes-1' }
    }
  });
  const cold = ask([]);
  for (const other of [{ ruleVersion: 'delivery-0 lanes-1' }, { unit: 'minute' as const }, { zone: 'city' as const }])
    expect(ask([{ ...learned!, ...other }])).toEqual(cold);
});
