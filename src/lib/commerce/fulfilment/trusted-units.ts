import type { NodeKind } from './delivery-rules.ts';

/** A shelf as the books have it. `missRate`: how often a thing is not found at that place, 0 to 1. `age`: milliseconds since it was counted; null: it never was. */
export type Shelf = { available: number; kind: NodeKind; missRate: number; age: number | null };

/** So sure we want to be that what we promise from a shelf lies there. */
const SURE = 0.9;
/** Who has just counted misses a fifth as often; a week later it is as if nobody had. */
const FRESH = 0.2;
const FRESH_FOR_MS = 7 * 86_400_000;
/** Deeper shelves than anybody empties are taken at their word. */
const DEEP = 400;
const WORST = 0.5;
const DOUBTED: ReadonlySet<NodeKind> = new Set(['store', 'third_party']);

/**
 * How many of the units in the books a place can be trusted with: as many as lie there with nine in ten, when each of them is missing
 * for itself with the miss rate of the place (a binomial), which a fresh count lowers. A partner
 * only tells us what lies there, and is doubted like a store. Our own places that nobody shops in are taken at their word.
 * That records go wrong, and more so the longer nobody counts: N. DeHoratius, A. Raman, "Inventory Record Inaccuracy: An Empirical Analysis",
 * Management Science 54 (2008); that stock be kept as what probably lies there: N. DeHoratius, A. Mersereau, L. Schrage, "Retail Inventory
 * Management When Records Are Inaccurate", M&SOM 10 (2008). The figures above are ours.
 */
export function trustedUnits({ available, kind, missRate, age }: Shelf): number {
  if (!DOUBTED.has(kind) || missRate <= 0 || available <= 0 || available > DEEP) return available;
  const missing = Math.min(WORST, missRate * ageFactor(age));
  // The chance that none is missing, then that one more is, and so on, until it is likely enough that no more are.
  let chance = (1 - missing) ** available;
  let lost = 0;
  for (let sum = chance; sum < SURE && lost < available; sum += chance) {
    chance *= ((available - lost) / (lost + 1)) * (missing / (1 - missing));
    lost += 1;
  }
  return available - lost;
}

function ageFactor(age: number | null): number {
  return age === null ? 1 : FRESH + (1 - FRESH) * Math.min(1, Math.max(0, age) / FRESH_FOR_MS);
}
