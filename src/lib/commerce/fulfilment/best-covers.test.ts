import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestCover, nonDominatedCovers, type CoverSearch } from './best-covers.ts';
import type { Cover, Supplier } from './covers.ts';
import { dominates, scoreOf, type Measures, type Scale } from './plan-measures.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const weights = { day: 3, parcel: 4, fee: 1, hundredKilometres: 0.2, scarcity: 1, load: 0.5, miss: 2 };
const scale: Scale = { weights, at: 0, feeMinor: 100 };
const DAY = 86_400_000;

const basket = fc.integer({ min: 1, max: 4 }).chain((lines) => {
  const eachLine = (of: fc.Arbitrary<number>) => fc.array(of, { minLength: lines, maxLength: lines });
  const one = fc.record({
    metres: fc.integer({ min: 0, max: 12 }).map((n) => n * 70_000),
    has: eachLine(fc.integer({ min: 0, max: 3 })),
    costs: eachLine(fc.constantFrom(100, 150, 300, 800)),
    arrivesAt: fc.integer({ min: 1, max: 6 }).map((days) => days * DAY),
    load: fc.constantFrom(0, 0.5, 3),
    misses: fc.constantFrom(0, 0.1, 0.4),
    points: fc.constantFrom(0, 0, -1, -30, 3, 40)
  });
  return fc.record({
    suppliers: fc
      .array(one, { maxLength: ids.length })
      .map((some): Supplier[] => some.map((each, place) => ({ ...each, id: ids[place]! }))),
    wanted: eachLine(fc.integer({ min: 1, max: 3 })),
    maxParcels: fc.integer({ min: 1, max: 4 }),
    maySplitLine: fc.boolean()
  });
});
type Basket = CoverSearch & { suppliers: Supplier[] };

/** All sets of suppliers, one by one, told apart by what they give: nothing of the search's own. */
function setsByHand({ suppliers, wanted, maxParcels, maySplitLine }: Basket): { ids: string; measures: Measures }[] {
  const covers = (set: readonly Supplier[]) =>
    wanted.every((units, line) =>
      maySplitLine ? set.reduce((sum, { has }) => sum + has[line]!, 0) >= units : set.some(({ has }) => has[line]! >= units)
    );
  return Array.from({ length: 2 ** suppliers.length }, (_, bits) => suppliers.filter((__, place) => (bits >> place) & 1))
    .filter((set) => set.length > 0 && set.length <= maxParcels && covers(set))
    .filter((set) => set.every((one) => !covers(set.filter((other) => other !== one))))
    .map((set) => ({ ids: idsOf(set), measures: measuredByHand(set, { wanted, maySplitLine }) }));
}

function measuredByHand(set: readonly Supplier[], { wanted, maySplitLine }: Pick<Basket, 'wanted' | 'maySplitLine'>): Measures {
  const left = [...wanted];
  const sum = { parcels: set.length, costMinor: 0, metres: 0, scarcity: 0, load: 0, misses: 0, ruled: 0 };
  for (const one of set.toSorted((a, b) => a.metres - b.metres || (a.id < b.id ? -1 : 1))) {
    const parts: number[] = [];
    let dearest = 0;
    for (const line of wanted.keys()) {
      const units = maySplitLine || one.has[line]! >= wanted[line]! ? Math.min(left[line]!, one.has[line]!) : 0;
      left[line]! -= units;
      if (units === 0) continue;
      parts.push(units / one.has[line]!);
      dearest = Math.max(dearest, one.costs[line]!);
    }
    sum.costMinor += dearest;
    sum.metres += one.metres;
    sum.scarcity += parts.reduce((all, part) => all + part, 0) / parts.length;
    sum.load += one.load;
    sum.misses += one.misses;
    sum.ruled += one.points ?? 0;
  }
  return { ...sum, arrivesAt: Math.max(...set.map(({ arrivesAt }) => arrivesAt)) };
}

const idsOf = (set: readonly Supplier[]): string =>
  set
    .map(({ id }) => id)
    .toSorted()
    .join();
const asked = (one: Omit<Basket, 'scale'>): Basket => ({ ...one, scale });
const shown = ({ arrivesAt, parcels, costMinor, metres }: Measures): string => [arrivesAt, parcels, costMinor, metres].join();

test('no other set of nodes that could send it has a lower score', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const problem = asked(one);
      const best = bestCover(problem.suppliers, problem);
      const scores = setsByHand(problem).map(({ measures }) => scoreOf(measures, scale));
      expect(best === undefined).toBe(scores.length === 0);
      if (!best) return;
      expect(best.bound).toBe(best.score);
      expect(best.score).toBeCloseTo(Math.min(...scores), 6);
    }),
    { numRuns: 1_000 }
  );
});

test('a dear place is looked into when another that rules speak for may join it', () => {
  const one = { metres: 0, costs: [100, 100], load: 0, misses: 0 };
  const suppliers: Supplier[] = [
    { ...one, id: 'all', has: [1, 1], arrivesAt: 2 * DAY },
    { ...one, id: 'dear', has: [1, 0], arrivesAt: 3 * DAY },
    { ...one, id: 'spoken-for', has: [0, 1], arrivesAt: 3 * DAY, points: -12 }
  ];
  const best = bestCover(suppliers, { wanted: [1, 1], maxParcels: 2, maySplitLine: true, scale });
  expect(best?.cover.chosen.map(({ id }) => id)).toEqual(['dear', 'spoken-for']);
});

test('what is offered to choose from is not dominated, nothing not dominated is left out, and the first has the lowest score', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const problem = asked(one);
      const all = setsByHand(problem);
      const front = all.filter(({ measures }) => !all.some((other) => dominates(other.measures, measures)));
      const { covers, isExact } = nonDominatedCovers(problem.suppliers, { ...problem, most: Number.POSITIVE_INFINITY });
      expect(isExact).toBe(true);
      expect(covers.map(({ measures }) => shown(measures)).toSorted()).toEqual(
        [...new Set(front.map(({ measures }) => shown(measures)))].toSorted()
      );
      if (covers.length === 0) return;
      const scores = covers.map(({ measures }) => scoreOf(measures, scale));
      expect(scores[0]).toBeCloseTo(Math.min(...scores), 6);
    }),
    { numRuns: 1_000 }
  );
});

test('of many that are not dominated four are shown, among them the earliest, the cheapest and the one in fewest parcels', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const problem = asked(one);
      const every = nonDominatedCovers(problem.suppliers, { ...problem, most: Number.POSITIVE_INFINITY }).covers;
      const { covers } = nonDominatedCovers(problem.suppliers, { ...problem, most: 4 });
      expect(covers.length).toBe(Math.min(4, every.length));
      if (covers.length === 0) return;
      for (const measure of ['arrivesAt', 'parcels', 'costMinor'] as const) {
        const least = (some: Cover<Supplier>[]) => Math.min(...some.map(({ measures }) => measures[measure]));
        expect(least(covers)).toBe(least(every));
      }
    })
  );
});

test('the same question has the same answer, in whatever order the nodes are named', () => {
  fc.assert(
    fc.property(basket, fc.infiniteStream(fc.nat()), (one, numbers) => {
      const problem = asked(one);
      const keys = new Map(problem.suppliers.map(({ id }) => [id, numbers.next().value as number]));
      const mixed = problem.suppliers.toSorted((a, b) => keys.get(a.id)! - keys.get(b.id)!);
      expect(bestCover(mixed, problem)?.cover).toEqual(bestCover(problem.suppliers, problem)?.cover);
      expect(nonDominatedCovers(mixed, { ...problem, most: 4 })).toEqual(nonDominatedCovers(problem.suppliers, { ...problem, most: 4 }));
    })
  );
});

test('what is sent is what was wanted, from what is there', () => {
  fc.assert(
    fc.property(basket, (one) => {
      const { cover } = bestCover(one.suppliers, asked(one)) ?? {};
      if (!cover) return;
      for (const [line, units] of one.wanted.entries()) {
        const sent = cover.shares.map((share) => share[line]!);
        expect(sent.reduce((sum, part) => sum + part, 0)).toBe(units);
        if (!one.maySplitLine) expect(sent.filter((part) => part > 0)).toHaveLength(1);
        expect(sent.every((part, place) => part <= cover.chosen[place]!.has[line]!)).toBe(true);
      }
    })
  );
});

test('a basket for which every node has one thing only is cut short, and says so', () => {
  const lines = 12;
  const only = (line: number) => Array.from({ length: lines }, (_, place) => (place === line ? 1 : 0));
  const suppliers = Array.from({ length: lines * 4 }, (_, place): Supplier => ({
    id: `n${place}`,
    metres: (place * 7919) % 1_000_000,
    has: only(place % lines),
    costs: Array.from({ length: lines }, () => 100),
    arrivesAt: DAY,
    load: 0,
    misses: 0
  }));
  const search = { wanted: Array.from({ length: lines }, () => 1), maxParcels: lines, maySplitLine: true, scale };
  const { isExact, covers } = nonDominatedCovers(suppliers, { ...search, most: 4 });
  expect(isExact).toBe(false);
  expect(covers[0]?.chosen).toHaveLength(lines);
  const best = bestCover(suppliers, search)!;
  expect(best.bound).toBeLessThan(best.score);
  expect(best.cover.chosen).toHaveLength(lines);
});
