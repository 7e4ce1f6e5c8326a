/** Work that nobody at a place has begun with. `promisedUntil`: the end of what was told last. */
export type Unbegun = { id: string; method: 'ship' | 'pickup'; promisedUntil: Date };
export type Load = { waiting: number; capacityPerDay: number };

/** A place with more days of work before it than the first is relieved until the second is left: between them nothing moves to and fro. */
const [TOO_MANY_DAYS, LEFT_DAYS] = [2, 1];

export const isTooFull = ({ waiting, capacityPerDay }: Load): boolean => waiting > TOO_MANY_DAYS * Math.max(1, capacityPerDay);

/** While it has more than this, one may leave. */
export const mayLeave = ({ waiting, capacityPerDay }: Load): boolean => waiting > LEFT_DAYS * Math.max(1, capacityPerDay);

/**
 * What may leave a place that has too much to do, and how many of it: those with the most time before their promise first, for they lose least
 * by the way. What is to be collected stays: it is never moved without its shopper. Nothing while the place is not too full.
 */
export function toRelieve(unbegun: readonly Unbegun[], load: Load): { candidates: string[]; excess: number } {
  if (!isTooFull(load)) return { candidates: [], excess: 0 };
  const excess = load.waiting - LEFT_DAYS * Math.max(1, load.capacityPerDay);
  const candidates = unbegun
    .filter(({ method }) => method === 'ship')
    .toSorted((a, b) => b.promisedUntil.getTime() - a.promisedUntil.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
  return { candidates, excess };
}
