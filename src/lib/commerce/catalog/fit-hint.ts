/** People who sent a thing back, by what they said of its size. `variantId` null: of all its makes together, each person once. `at`: ISO, when it was counted. */
export type FitCount = { variantId: string | null; returned: number; small: number; large: number; at: string };

/** `said` of `of` people who sent it back said so. `isOfThis`: of this very make, and not of all of them. */
export type FitHint = { runs: 'small' | 'large'; said: number; of: number; isOfThis: boolean; at: string };

/** Of fewer nothing can be said: one more or less would turn it around. */
const FEWEST_RETURNS = 5;
/** Three in ten: of those who send things back for any reason, one in ten says so of things that are as large as they look. */
const SHARE = 0.3;
/** And twice as many as say the opposite: else sizes are uneven, not small. */
const TIMES_THE_OTHER = 2;

/** Counted over so long: what is made otherwise by now is judged by what came since. */
export const FIT_LOOK_BACK_MS = 365 * 24 * 3_600_000;

/** What those who sent it back say of its size; of this make where enough of them had it, else of all. Undefined when nothing can be said. */
export function fitHint(counts: readonly FitCount[], variantId: string): FitHint | undefined {
  const own = counts.find((count) => count.variantId === variantId && count.returned >= FEWEST_RETURNS);
  const count = own ?? counts.find((one) => one.variantId === null);
  if (!count || count.returned < FEWEST_RETURNS) return undefined;
  const { returned: of, small, large, at } = count;
  const [said, other] = [Math.max(small, large), Math.min(small, large)];
  if (said < SHARE * of || said < TIMES_THE_OTHER * other) return undefined;
  return { runs: small > large ? 'small' : 'large', said, of, isOfThis: own !== undefined, at };
}

/** "Runs small: 4 of 6 people who sent it back said so." */
export const fitWords = ({ runs, said, of, isOfThis }: FitHint): string =>
  `Runs ${runs}: ${said} of ${of} people who sent ${isOfThis ? 'this one' : 'it'} back said so.`;
