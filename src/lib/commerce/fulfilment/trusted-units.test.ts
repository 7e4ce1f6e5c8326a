import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trustedUnits, type Shelf } from './trusted-units.ts';

const days = (count: number) => count * 86_400_000;
const shelf = (change: Partial<Shelf>): Shelf => ({ available: 1, kind: 'store', missRate: 0.15, age: null, ...change });

test('the last unit of a store that misses things is trusted after a count, and no more a week later', () => {
  expect(trustedUnits(shelf({ age: 0 }))).toBe(1);
  expect(trustedUnits(shelf({ age: days(3) }))).toBe(1);
  expect(trustedUnits(shelf({ age: days(7) }))).toBe(0);
  expect(trustedUnits(shelf({ age: null }))).toBe(0);
  expect([2, 5, 20].map((available) => trustedUnits(shelf({ available })))).toEqual([1, 3, 15]);
});

test('what a partner tells is doubted like the shelf of a store', () => {
  expect(trustedUnits(shelf({ kind: 'third_party' }))).toBe(0);
  expect([2, 5, 20].map((available) => trustedUnits(shelf({ kind: 'third_party', available })))).toEqual([1, 3, 15]);
});

test('who never missed a thing is taken at their word, and so are warehouses and deep shelves', () => {
  expect(trustedUnits(shelf({ missRate: 0 }))).toBe(1);
  expect(trustedUnits(shelf({ kind: 'warehouse' }))).toBe(1);
  expect(trustedUnits(shelf({ kind: 'dark_store' }))).toBe(1);
  expect(trustedUnits(shelf({ available: 10_000 }))).toBe(10_000);
  expect(trustedUnits(shelf({ available: Infinity }))).toBe(Infinity);
});

test('never more than the books have nor less than none, and never more for a worse or an older shelf', () => {
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  const ages = fc.nat({ max: 30 });
  fc.assert(
    fc.property(fc.nat({ max: 500 }), fc.tuple(rate, rate), fc.tuple(ages, ages), (available, [one, other], [young, old]) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      const good = trustedUnits(shelf({ available, missRate: less, age: days(Math.min(young, old)) }));
      const bad = trustedUnits(shelf({ available, missRate: more, age: days(Math.max(young, old)) }));
      expect(good).toBeLessThanOrEqual(available);
      expect(bad).toBeGreaterThanOrEqual(0);
      expect(Number.isInteger(bad)).toBe(true);
      expect(bad).toBeLessThanOrEqual(good);
    })
  );
});

/** The same numbers every time: mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Place = { kind: Shelf['kind']; missRate: number; distance: number };
const PLACES: Place[] = [
  { kind: 'store', missRate: 0.22, distance: 1 },
  { kind: 'store', missRate: 0.12, distance: 2 },
  { kind: 'store', missRate: 0.05, distance: 3 },
  { kind: 'store', missRate: 0.01, distance: 4 },
  { kind: 'warehouse', missRate: 0.002, distance: 9 }
];

/**
 * One day: shelves whose records are wrong as often as their place is, orders of one or two that go to the nearest place said to have them.
 * What is asked of the rule is what it knows: the true miss rate of each place. With these seeds: of 9,687 orders 1,158 are cancelled by the
 * books, and of 9,761 by trusted numbers 547, with 261 sales lost. Where the trusted numbers say that nobody has it, the books are asked, as a delivery is sourced; a collection is not offered then.
 */
function day(seed: number, isTrusting: boolean): { cancelled: number; lost: number; orders: number } {
  const random = dice(seed);
  const count = { cancelled: 0, lost: 0, orders: 0 };
  for (let thing = 0; thing < 60; thing++) {
    const shelves = PLACES.map((place) => {
      const books = place.kind === 'warehouse' ? (random() < 0.85 ? 12 : 0) : Math.floor(random() * 4);
      const lying = Array.from({ length: books }, () => random() >= place.missRate).filter(Boolean).length;
      return { ...place, books, lying, age: days(Math.floor(random() * 14)) };
    });
    for (let order = 0; order < 3; order++) {
      const wanted = random() < 0.85 ? 1 : 2;
      const isCollected = random() < 0.25;
      const chosenStore = Math.floor(random() * 4);
      const able = (trusted: boolean) =>
        shelves.filter((one, place) => {
          const units = trusted ? trustedUnits({ ...one, available: one.books }) : one.books;
          return units >= wanted && (!isCollected || place === chosenStore);
        });
      const byBooks = able(false);
      if (byBooks.length === 0) continue;
      count.orders += 1;
      const trusted = able(true);
      const from = isTrusting ? (trusted[0] ?? (isCollected ? undefined : byBooks[0])) : byBooks[0];
      if (!from) {
        count.lost += byBooks[0]!.lying >= wanted ? 1 : 0;
        continue;
      }
      if (from.lying < wanted) {
        count.cancelled += 1;
        from.books = from.lying;
      } else [from.books, from.lying] = [from.books - wanted, from.lying - wanted];
    }
  }
  return count;
}

test('with records that go wrong, at least 30 % fewer orders are cancelled, and at most 5 % of the sales are lost', () => {
  const sum = (isTrusting: boolean) =>
    Array.from({ length: 60 }, (_, seed) => day(seed + 1, isTrusting)).reduce((all, one) => ({
      cancelled: all.cancelled + one.cancelled,
      lost: all.lost + one.lost,
      orders: all.orders + one.orders
    }));
  const [byBooks, trusting] = [sum(false), sum(true)];
  expect(1 - trusting.cancelled / byBooks.cancelled).toBeGreaterThanOrEqual(0.3);
  expect(trusting.lost / trusting.orders).toBeLessThanOrEqual(0.05);
});
