import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inWorkOrder, weightOf, workQueue, type Waiting } from './work-order.ts';

const now = new Date('2026-11-25T05:00:00Z');
const pace = { now, minutesEach: 10 };
const dueIn = (id: string, minutes: number, weight = 2): Waiting => ({ id, due: new Date(now.getTime() + minutes * 60_000), weight });
const ids = (waiting: Waiting[]) => inWorkOrder(waiting, pace).map(({ id }) => id);

test('what has the least time left comes first, whenever it came in', () => {
  expect(ids([dueIn('tomorrow', 1_500), dueIn('soon', 20), dueIn('today', 300)])).toEqual(['soon', 'today', 'tomorrow']);
});

test('what cannot be in time any more keeps nothing else from being so', () => {
  expect(ids([dueIn('lost', 5), dueIn('a', 10), dueIn('b', 20)])).toEqual(['a', 'b', 'lost']);
});

test('of more than there is time for, the one that matters least waits', () => {
  expect(ids([dueIn('standard', 10, 2), dueIn('today', 10, 4)])).toEqual(['today', 'standard']);
  expect(ids([dueIn('c', 20, 2), dueIn('b', 20, 2), dueIn('a', 20, 5)])).toEqual(['a', 'c', 'b']);
});

test('fast services and customers weigh more', () => {
  const weights = [
    weightOf({ service: 'standard', isMember: false }),
    weightOf({ service: 'standard', isMember: true }),
    weightOf({ service: 'same_day', isMember: false })
  ];
  expect(weights).toEqual(weights.toSorted((a, b) => a - b));
});

const waiting = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 99 }).map(String),
    minutes: fc.integer({ min: -10, max: 70 }),
    weight: fc.integer({ min: 1, max: 5 })
  }),
  { selector: ({ id }) => id, maxLength: 6 }
);

function permutations<T>(all: T[]): T[][] {
  if (all.length <= 1) return [all];
  return all.flatMap((one, at) => permutations(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}
const weightInTime = (order: Waiting[]): number =>
  order.reduce((sum, { due, weight }, at) => sum + (now.getTime() + (at + 1) * 600_000 <= due.getTime() ? weight : 0), 0);

test('no order of a few parcels has more weight in time', () => {
  fc.assert(
    fc.property(waiting, (some) => {
      const all = some.map(({ id, minutes, weight }) => dueIn(id, minutes, weight));
      const best = Math.max(0, ...permutations(all).map(weightInTime));
      expect(weightInTime(inWorkOrder(all, pace))).toBe(best);
    }),
    { numRuns: 300 }
  );
});

test('whatever waits stands in the order once', () => {
  fc.assert(
    fc.property(waiting, (some) => {
      const all = some.map(({ id, minutes, weight }) => dueIn(id, minutes, weight));
      expect(ids(all).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    })
  );
});

test('a queue begins with what is in hand, and says how many cannot be in time', () => {
  const parcel = (id: string, minutes: number | null, state = 'released') => {
    return { id, state, service: 'standard', isMember: false, due: minutes === null ? null : new Date(now.getTime() + minutes * 60_000) };
  };
  const parcels = [parcel('some day', null), parcel('too late', -5), parcel('next', 90), parcel('in hand', 500, 'picking')];
  const { queue, late } = workQueue(parcels, { now, capacityPerDay: 10 });
  expect(queue.map(({ id }) => id)).toEqual(['in hand', 'next', 'some day', 'too late']);
  expect(late).toBe(1);
});
