import { eachCover, type Cover, type Supplier, type Wanted } from './covers.ts';
import { dominates, isAsGoodAs, scoreOf, SHOWN, type Measures, type Scale } from './plan-measures.ts';

export type CoverSearch = Wanted & { scale: Scale };
/** `bound`: no cover has a lower score. It is the score itself, unless the search gave up counting and took the best it had seen. */
export type Best<S extends Supplier> = { cover: Cover<S>; score: number; bound: number };

type Scored<S extends Supplier> = { cover: Cover<S>; score: number };

/** Sums of the same numbers in another order may differ in their last digits. */
const EQUAL = 1e-9;

/** The cover with the least score; of equal ones the first by its ids. Undefined when no allowed number of parcels can do it. */
export function bestCover<S extends Supplier>(suppliers: readonly S[], search: CoverSearch): Best<S> | undefined {
  let best: Scored<S> | undefined;
  let bound = Number.POSITIVE_INFINITY;
  const { scale } = search;
  const further = furtherPoints(suppliers, search);
  const leastScore = (least: Measures) => scoreOf(least, scale) + further(least.parcels);
  eachCover(suppliers, {
    ...search,
    scoreOf: (least) => scoreOf(least, scale),
    // All but the day is a sum: with one more, the least score is that of the set without its day, a parcel, and that of the one.
    worthUpTo(least) {
      const others =
        scoreOf({ ...least, arrivesAt: 0 }, scale) + (least.parcels > 0 ? scale.weights.parcel : 0) + further(least.parcels + 1);
      return () => (best ? best.score + 2 * EQUAL - others : Number.POSITIVE_INFINITY);
    },
    leftOut: (least) => (bound = Math.min(bound, leastScore(least))),
    isWorthIt: (least) => !best || leastScore(least) <= best.score + EQUAL,
    found(cover) {
      const score = scoreOf(cover.measures, scale);
      if (!best || isBefore({ cover, score }, best)) best = { cover, score };
    }
  });
  return best && { ...best, bound: Math.min(bound, best.score) };
}

/** By how many points what grows out of a set of so many parcels may score less: when all that still come are what rules speak for. */
function furtherPoints(suppliers: readonly Supplier[], { maxParcels }: CoverSearch): (parcels: number) => number {
  const favours = suppliers.map(({ points = 0 }) => points).filter((points) => points < 0);
  const most = favours.toSorted((a, b) => a - b).slice(0, maxParcels);
  const sums = Array.from({ length: maxParcels + 1 }, (_, parcels) => most.slice(0, parcels).reduce((sum, points) => sum + points, 0));
  return (parcels) => sums[maxParcels - parcels] ?? 0;
}

/**
 * Covers of which none is worse than another in arrival, parcels, cost and metres at once: at most `most`, first the one with the least
 * score, then the earliest, the cheapest, the one in fewest parcels, the nearest, then by score.
 */
export function nonDominatedCovers<S extends Supplier>(
  suppliers: readonly S[],
  { most, ...search }: CoverSearch & { most: number }
): { covers: Cover<S>[]; isExact: boolean } {
  let front: Scored<S>[] = [];
  let isExact = true;
  eachCover(suppliers, {
    ...search,
    scoreOf: (least) => scoreOf(least, search.scale),
    leftOut: () => (isExact = false),
    isWorthIt: (least) => !front.some(({ cover }) => dominates(cover.measures, least)),
    found(cover) {
      const one = { cover, score: scoreOf(cover.measures, search.scale) };
      if (front.some((other) => dominates(other.cover.measures, cover.measures) || (isSame(other.cover, cover) && isBefore(other, one))))
        return;
      front = front.filter((other) => !isAsGoodAs(cover.measures, other.cover.measures));
      front.push(one);
    }
  });
  return { covers: pick(front, most).map(({ cover }) => cover), isExact };
}

function pick<S extends Supplier>(front: readonly Scored<S>[], most: number): Scored<S>[] {
  const byScore = front.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  const leading = SHOWN.map((measure) => byScore.toSorted((a, b) => a.cover.measures[measure] - b.cover.measures[measure])[0]);
  return [...new Set([byScore[0], ...leading, ...byScore])].filter((one) => one !== undefined).slice(0, most);
}

const isSame = (one: Cover<Supplier>, other: Cover<Supplier>): boolean => isEqual(one.measures, other.measures);
const isEqual = (one: Measures, other: Measures): boolean => SHOWN.every((measure) => one[measure] === other[measure]);

function isBefore<S extends Supplier>(one: Scored<S>, other: Scored<S>): boolean {
  if (Math.abs(one.score - other.score) > EQUAL) return one.score < other.score;
  return idsOf(one.cover) < idsOf(other.cover);
}

const idsOf = ({ chosen }: Cover<Supplier>): string =>
  chosen
    .map(({ id }) => id)
    .toSorted()
    .join('\n');
