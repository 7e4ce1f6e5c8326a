import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTooFull, mayLeave, toRelieve, type Unbegun } from './relief.ts';

const day = (n: number) => new Date(Date.UTC(2026, 10, n));
const one = (id: string, until: number, method: Unbegun['method'] = 'ship'): Unbegun => ({ id, method, promisedUntil: day(until) });

test('a place is too full with more than two days of work, and is relieved to one', () => {
  expect([20, 21].map((waiting) => isTooFull({ waiting, capacityPerDay: 10 }))).toEqual([false, true]);
  expect([10, 11].map((waiting) => mayLeave({ waiting, capacityPerDay: 10 }))).toEqual([false, true]);
  expect(toRelieve([one('a', 25)], { waiting: 20, capacityPerDay: 10 })).toEqual({ candidates: [], excess: 0 });
  expect(toRelieve([], { waiting: 25, capacityPerDay: 10 }).excess).toBe(15);
});

test('who has the most time leaves first; what is to be collected stays', () => {
  const all = [one('soon', 25), one('late', 30), one('mine', 31, 'pickup'), one('b', 28), one('a', 28)];
  expect(toRelieve(all, { waiting: 5, capacityPerDay: 1 })).toEqual({ candidates: ['late', 'a', 'b', 'soon'], excess: 4 });
});

const anyUnbegun = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    method: fc.constantFrom('ship' as const, 'pickup' as const),
    promisedUntil: fc.integer({ min: 1, max: 28 }).map(day)
  }),
  { selector: ({ id }) => id, maxLength: 40 }
);

test('whatever waits in whatever order: the same leave, none before one with less time, none to be collected, and never too many', () => {
  const shuffled = anyUnbegun.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 0, max: 20 }), ([all, other], capacityPerDay) => {
      const load = { waiting: all.length, capacityPerDay };
      const { candidates, excess } = toRelieve(all, load);
      expect(toRelieve(other, load)).toEqual({ candidates, excess });
      const gone = candidates.slice(0, excess);
      const left = all.filter(({ id }) => !gone.includes(id));
      expect(left.length).toBeGreaterThanOrEqual(Math.min(all.length, Math.max(1, capacityPerDay)));
      const slack = (id: string) => all.find((unbegun) => unbegun.id === id)!.promisedUntil.getTime();
      const least = Math.min(Infinity, ...gone.map(slack));
      for (const { method, promisedUntil } of left) if (method === 'ship') expect(promisedUntil.getTime()).toBeLessThanOrEqual(least);
      for (const id of gone) expect(all.find((unbegun) => unbegun.id === id)!.method).toBe('ship');
    })
  );
});
