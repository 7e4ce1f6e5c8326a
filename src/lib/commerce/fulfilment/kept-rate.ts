/** How often a place kept what it promised at first, by a service; waived promises are not among them. `since` is ISO: when the oldest was made. */
export type KeptRate = { service: string; kept: number; broken: number; since: string };
/** As shoppers see it before they buy. */
export type ShownRate = { percent: number; of: number; since: string };

/** Fewer say too little to be shown. */
const LEAST_SHOWN = 20;
/** What is older says little of how a place works today. */
export const KEPT_LOOK_BACK_MS = 180 * 86_400_000;
export const MOST_JUDGED = 20_000;

/** Rounded down: nobody reads 100 who did not keep all. Undefined while too few were judged. */
export function shownRate(rates: readonly KeptRate[], service: string): ShownRate | undefined {
  const rate = rates.find((one) => one.service === service);
  const of = rate ? rate.kept + rate.broken : 0;
  return rate && of >= LEAST_SHOWN ? { percent: Math.floor((100 * rate.kept) / of), of, since: rate.since } : undefined;
}

/** What comes from several places is there when the last of it is: the lowest rate counts, and one that nobody knows leaves none. */
export function lowestRate(rates: readonly (ShownRate | undefined)[]): ShownRate | undefined {
  if (rates.includes(undefined)) return undefined;
  return rates.filter((rate) => rate !== undefined).toSorted((a, b) => a.percent - b.percent || a.of - b.of)[0];
}
