import { NO_MEASURES, together, type Measures } from './plan-measures.ts';

/** A node that may send something. `has[i]`: how much of the i-th wanted line it can give, `costs[i]`: a parcel with it, minor units. */
export type Supplier = {
  id: string;
  metres: number;
  has: readonly number[];
  costs: readonly number[];
  /** Epoch milliseconds, as promised. */
  arrivesAt: number;
  /** Days of work that wait there. */
  load: number;
  /** How often a thing is not found there, 0 to 1. */
  misses: number;
  /** What our own rules say against it, in points; below zero they speak for it. */
  points?: number;
};
export type Wanted = { wanted: readonly number[]; maxParcels: number; maySplitLine: boolean };
/** Who sends how much: `shares[supplier][line]`, suppliers nearest first. */
export type Cover<S extends Supplier> = { chosen: S[]; shares: number[][]; measures: Measures };

type Search<S extends Supplier> = Wanted & {
  /** What promises most, by the least that it asks, is tried first: then more is found not to be worth it. */
  scoreOf: (least: Measures) => number;
  /** The highest score that one more may have so that a set which asks `least` may be worth it with it: what comes after is not tried. */
  worthUpTo?: (least: Measures) => () => number;
  /** Asked before a set is looked into further; `least` is what every set that grows out of it asks at least. */
  isWorthIt: (least: Measures) => boolean;
  found: (cover: Cover<S>) => void;
  /** Told, once the search has given up counting, the least of what it has not looked into. */
  leftOut: (least: Measures) => void;
};

/** Beyond so many looks at a set of nodes the exact search costs more than it is worth. */
const MAX_STEPS = 10_000;

/**
 * Every set of suppliers that together have everything and of whom none could be left out. Each set comes once; what grows out of a
 * set that is not worth it does not come.
 */
export function eachCover<S extends Supplier>(suppliers: readonly S[], search: Search<S>): void {
  const { wanted, maxParcels, maySplitLine, isWorthIt, found, leftOut, worthUpTo = () => () => Number.POSITIVE_INFINITY } = search;
  const able = suppliers
    .map((one) => ({ one, least: leastOf(one, search) }))
    .map((asks) => ({ ...asks, score: search.scoreOf(asks.least) }))
    .toSorted((a, b) => a.score - b.score);
  const givers = wanted.map((units, line) => able.filter(({ one }) => gives(one, line, maySplitLine ? 1 : units)));
  // The line that fewest can give is asked for first: that leaves least to try.
  const order = wanted.map((_, line) => line).toSorted((a, b) => (givers[a]?.length ?? 0) - (givers[b]?.length ?? 0));
  const banned = new Set<S>();
  let steps = 0;

  function extend(chosen: S[], left: readonly number[], least: Measures): void {
    const short = order.find((line) => (left[line] ?? 0) > 0);
    if (short === undefined) {
      if (chosen.length === 1 || chosen.every((one) => isNeeded(one, chosen, search))) found(coverOf(chosen, search));
      return;
    }
    if (chosen.length === maxParcels) return;
    const tried: S[] = [];
    const most = worthUpTo(least);
    for (const { one, least: own, score } of givers[short] ?? []) {
      if (score > most()) break;
      if (banned.has(one) || chosen.includes(one)) continue;
      look(one, { chosen, left, least: together(least, own) });
      // Sets with it have all been seen.
      banned.add(one);
      tried.push(one);
    }
    for (const one of tried) banned.delete(one);
  }

  function look(one: S, { chosen, left, least }: { chosen: S[]; left: readonly number[]; least: Measures }): void {
    steps += 1;
    if (!isWorthIt(least)) return;
    if (steps > MAX_STEPS) leftOut(least);
    else extend([...chosen, one], leftAfter(left, one, search), least);
  }

  extend([], wanted, NO_MEASURES);
}

/** Who sends how much: from the nearest, line by line. Where a line may not be split its nearest full supplier sends all of it. */
function shareOut(nearestFirst: readonly Supplier[], { wanted, maySplitLine }: Wanted): number[][] {
  const left = [...wanted];
  return nearestFirst.map(({ has }) =>
    wanted.map((quantity, line) => {
      const given = maySplitLine || (has[line] ?? 0) >= quantity ? Math.min(left[line] ?? 0, has[line] ?? 0) : 0;
      left[line] = (left[line] ?? 0) - given;
      return given;
    })
  );
}

function coverOf<S extends Supplier>(some: readonly S[], asked: Wanted): Cover<S> {
  const chosen = some.toSorted((a, b) => a.metres - b.metres || byId(a, b));
  const shares = shareOut(chosen, asked);
  const measures = chosen.map((one, place) => measuresOf(one, shares[place] ?? [])).reduce(together, NO_MEASURES);
  return { chosen, shares, measures };
}

/** A parcel costs what its dearest piece would cost alone. */
function measuresOf({ arrivesAt, metres, has, costs, load, misses, points = 0 }: Supplier, share: readonly number[]): Measures {
  const sent = share.map((units, line) => ({ units, line })).filter(({ units }) => units > 0);
  const taken = sent.map(({ units, line }) => units / (has[line] ?? units));
  return {
    arrivesAt,
    parcels: 1,
    costMinor: Math.max(...sent.map(({ line }) => costs[line] ?? 0)),
    metres,
    scarcity: taken.reduce((sum, part) => sum + part, 0) / taken.length,
    load,
    misses,
    ruled: points
  };
}

function leastOf({ arrivesAt, metres, has, costs, load, misses, points = 0 }: Supplier, { wanted }: Wanted): Measures {
  const possible = costs.filter((_, line) => (has[line] ?? 0) > 0 && (wanted[line] ?? 0) > 0);
  return { arrivesAt, parcels: 1, costMinor: Math.min(...possible), metres, scarcity: 0, load, misses, ruled: points };
}

const gives = ({ has }: Supplier, line: number, units: number): boolean => (has[line] ?? 0) >= units;

function leftAfter(left: readonly number[], { has: gift }: Supplier, { wanted, maySplitLine }: Wanted): number[] {
  return left.map((units, line) => {
    const has = gift[line] ?? 0;
    if (maySplitLine) return units - has;
    return has >= (wanted[line] ?? 0) ? 0 : units;
  });
}

function isNeeded(one: Supplier, chosen: readonly Supplier[], asked: Wanted): boolean {
  const left = chosen.reduce<readonly number[]>((short, other) => (other === one ? short : leftAfter(short, other, asked)), asked.wanted);
  return left.some((units) => units > 0);
}

function byId(a: Supplier, b: Supplier): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
