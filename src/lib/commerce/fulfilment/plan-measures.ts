/**
 * What a way of sending a basket asks of everyone; of each, less is better. All but the arrival are sums over the parcels:
 * `scarcity` is the mean share of the shelf that a parcel takes of its lines, `load` the work waiting there in days, `misses` how often
 * things are not found there (0 to 1), `ruled` what our own rules say against it in points, below zero what they say for it.
 */
export type Measures = {
  /** Epoch milliseconds at which the last parcel is promised. */
  arrivesAt: number;
  parcels: number;
  /** What the parcels cost us, minor units. */
  costMinor: number;
  metres: number;
  scarcity: number;
  load: number;
  misses: number;
  ruled: number;
};

/** Points for each day until the last parcel is there, parcel after the first, parcel's fee, 100 km, shelf emptied, day of work, miss. */
export type PlanWeights = {
  day: number;
  parcel: number;
  fee: number;
  hundredKilometres: number;
  scarcity: number;
  load: number;
  miss: number;
};

/** What a score is the sum of: each measure by its weight, and the points of our own rules as they are. */
export type ScorePart = keyof PlanWeights | 'rules';

/** `feeMinor` is what the smallest parcel costs: one scale for all currencies. */
export type Scale = { weights: PlanWeights; at: number; feeMinor: number };

/** What is shown to a shopper who chooses, and what plans are held against each other by. */
export const SHOWN = ['arrivesAt', 'parcels', 'costMinor', 'metres'] as const;

const DAY_MS = 86_400_000;
const HUNDRED_KILOMETRES = 100_000;

export const NO_MEASURES: Measures = { arrivesAt: 0, parcels: 0, costMinor: 0, metres: 0, scarcity: 0, load: 0, misses: 0, ruled: 0 };

export function together(one: Measures, other: Measures): Measures {
  return {
    arrivesAt: Math.max(one.arrivesAt, other.arrivesAt),
    parcels: one.parcels + other.parcels,
    costMinor: one.costMinor + other.costMinor,
    metres: one.metres + other.metres,
    scarcity: one.scarcity + other.scarcity,
    load: one.load + other.load,
    misses: one.misses + other.misses,
    ruled: one.ruled + other.ruled
  };
}

/** The parts of a score, in points: kept with the decision, so that anyone can see what spoke for it. */
export function scoreParts(found: Measures, { weights, at, feeMinor }: Scale): Record<ScorePart, number> {
  return {
    day: (weights.day * Math.max(0, found.arrivesAt - at)) / DAY_MS,
    parcel: weights.parcel * Math.max(0, found.parcels - 1),
    fee: (weights.fee * found.costMinor) / feeMinor,
    hundredKilometres: (weights.hundredKilometres * found.metres) / HUNDRED_KILOMETRES,
    scarcity: weights.scarcity * found.scarcity,
    load: weights.load * found.load,
    miss: weights.miss * found.misses,
    rules: found.ruled
  };
}

/** The less, the better. */
export function scoreOf(found: Measures, scale: Scale): number {
  const { day, parcel, fee, hundredKilometres, scarcity, load, miss, rules } = scoreParts(found, scale);
  return day + parcel + fee + hundredKilometres + scarcity + load + miss + rules;
}

/** Nowhere worse in what is shown. */
export const isAsGoodAs = (one: Measures, other: Measures): boolean => SHOWN.every((measure) => one[measure] <= other[measure]);

/** No later, in no more parcels and no dearer. */
export const isAsEarlyAndCheapAs = (one: Measures, other: Measures): boolean =>
  one.arrivesAt <= other.arrivesAt && one.parcels <= other.parcels && one.costMinor <= other.costMinor;

/** Nowhere worse in what is shown, and somewhere better. */
export const dominates = (one: Measures, other: Measures): boolean => isAsGoodAs(one, other) && !isAsGoodAs(other, one);
