import type { PointsTerms } from './points.ts';

/** What may be said of points; what a major unit of a currency is made of is none of it. */
export type SaidTerms = Pick<PointsTerms, 'isOn' | 'pointsPerMajor' | 'worthMinor' | 'leastPoints'>;
/** `version`: of those that somebody looked at. */
export type SetTerms = SaidTerms & { currency: string; version: number };

const BOUNDS: Record<Exclude<keyof SaidTerms, 'isOn'>, [most: number, words: string]> = {
  pointsPerMajor: [1_000, 'Type how many points a rupee of goods gives: a whole number from 1 to 1,000.'],
  worthMinor: [10_000, 'Type what a point is worth, in paise: a whole number from 1 to 10,000.'],
  leastPoints: [1_000_000, 'Type the fewest points that are turned at once: a whole number from 1 to 1,000,000.']
};

/** What is wrong, by field; the same bounds as the database holds. */
export function troublesOf(terms: SaidTerms): Record<string, string> {
  const wrong = (Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]).filter((field) => {
    const value = terms[field];
    return !Number.isSafeInteger(value) || value < 1 || value > BOUNDS[field][0];
  });
  return Object.fromEntries(wrong.map((field) => [field, BOUNDS[field][1]]));
}
