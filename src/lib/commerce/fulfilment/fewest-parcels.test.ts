import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewestParcels, shareOut, type Search, type Supplier } from './fewest-parcels.ts';

const lineCount = fc.integer({ min: 1, max: 4 });
const metres = fc.constantFrom(0, 1, 2, 3, 5, 8);
const problem = lineCount.chain((lines) =>
  fc.record({
    suppliers: fc
      .array(fc.record({ metres, has: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: lines, maxLength: lines }) }), { maxLength: 5 })
      .chain((found) =>
        fc
          .shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: found.length, maxLength: found.length })
          .map((ids) => found.map((one, place): Supplier => ({ ...one, id: ids[place]! })))
      ),
    search: fc.record({
      wanted: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: lines, maxLength: lines }),
      maxParcels: fc.integer({ min: 1, max: 5 }),
      maySplitLine: fc.boolean()
    })
  })
);

type Cost = [parcels: number, metres: number, ids: string];
const costOf = (chosen: readonly Supplier[]): Cost => [
  chosen.length,
  chosen.reduce((sum, one) => sum + one.metres, 0),
  chosen
    .map(({ id }) => id)
    .toSorted()
    .join()
];
const cheaper = (a: Cost, b: Cost): boolean => (a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)) < 0;

/** Every way to send each unit from somewhere: what the search must never lose against. */
function cheapestByHand(suppliers: readonly Supplier[], { wanted, maxParcels, maySplitLine }: Search): Cost | undefined {
  let best: Cost | undefined;
  const units = maySplitLine
    ? wanted.flatMap((quantity, line) => Array.from({ length: quantity }, () => ({ line, size: 1 })))
    : wanted.map((size, line) => ({ line, size }));
  const sent = suppliers.map(() => wanted.map(() => 0));
  const place = (unit: number): void => {
    const next = units[unit];
    if (!next) {
      const cost = costOf(suppliers.filter((_, index) => sent[index]!.some((amount) => amount > 0)));
      if (cost[0] <= maxParcels && (!best || cheaper(cost, best))) best = cost;
      return;
    }
    for (const [index, { has }] of suppliers.entries()) {
      if (sent[index]![next.line]! + next.size > has[next.line]!) continue;
      sent[index]![next.line]! += next.size;
      place(unit + 1);
      sent[index]![next.line]! -= next.size;
    }
  };
  place(0);
  return best;
}

test('no other way to send it takes fewer parcels, then fewer metres, then earlier ids', () => {
  fc.assert(
    fc.property(
      problem.filter(({ search }) => search.wanted.reduce((a, b) => a + b, 0) <= 6),
      ({ suppliers, search }) => {
        const choice = fewestParcels(suppliers, search);
        expect(choice && costOf(choice.chosen)).toEqual(cheapestByHand(suppliers, search));
        expect(choice?.isExact ?? true).toBe(true);
      }
    ),
    { numRuns: 400 }
  );
});

test('what is shared out is what was wanted, nobody gives what they have not, and each sends something', () => {
  fc.assert(
    fc.property(problem, ({ suppliers, search }) => {
      const chosen = fewestParcels(suppliers, search)?.chosen ?? [];
      fc.pre(chosen.length > 0);
      const shares = shareOut(chosen, search);
      expect(search.wanted.map((_, line) => shares.reduce((sum, share) => sum + share[line]!, 0))).toEqual(search.wanted);
      for (const [place, share] of shares.entries()) {
        expect(share.some((units) => units > 0)).toBe(true);
        expect(share.every((units, line) => units <= chosen[place]!.has[line]!)).toBe(true);
        expect(search.maySplitLine || share.every((units, line) => units === 0 || units === search.wanted[line])).toBe(true);
      }
    })
  );
});

test('the order in which the suppliers are named does not matter', () => {
  fc.assert(
    fc.property(problem, ({ suppliers, search }) => {
      expect(fewestParcels(suppliers.toReversed(), search)).toEqual(fewestParcels(suppliers, search));
    })
  );
});

test('a network too large to count through gives a good answer, in time, and says that it is not proven', () => {
  const lines = 12;
  const suppliers = Array.from({ length: 120 }, (_, place): Supplier => ({
    id: `n${place}`,
    metres: place,
    has: Array.from({ length: lines }, (__, line) => Number(place % lines === line))
  }));
  const search = { wanted: Array.from({ length: lines }, () => 1), maxParcels: lines, maySplitLine: true };
  const choice = fewestParcels(suppliers, search)!;
  expect(choice.isExact).toBe(false);
  expect(choice.chosen.map(({ id }) => id)).toEqual(Array.from({ length: lines }, (_, place) => `n${place}`));
  expect(fewestParcels(suppliers, { ...search, maxParcels: lines - 1 })).toBeUndefined();
});
