import { foldLetters } from './fold.ts';

export type PriceRange = { minMinor?: number; maxMinor?: number };

const MINOR_PER_UNIT = 100;
/** Nothing in the shop costs this much; whoever types such a number did not mean a price. */
const MOST = 10_000_000;
const FACTOR: Record<string, number> = { k: 1000, hazar: 1000, hazaar: 1000, lakh: 100_000, lac: 100_000 };

const CURRENCY = '(?:(?:₹|rs\\.?|inr|rupees?)\\s*)?';
const AMOUNT = `${CURRENCY}(\\d[\\d,]*(?:\\.\\d+)?)\\s?(k|hazaar|hazar|lakh|lac)?(?![\\p{L}\\p{N}])(?:\\s?(?:₹|rs|inr|rupees?|/-)(?!\\p{L}))?`;
const BEFORE_MOST = 'under|below|less than|cheaper than|up ?to|within|max(?:imum)?|not more than|at most';
const AFTER_MOST = 'or less|and under|se kam|tak|ke andar|से कम|तक|के अंदर|سے کم|تک';
const BEFORE_LEAST = 'over|above|more than|at least|min(?:imum)?|starting(?: at| from)?';
const AFTER_LEAST = '\\+|or more|and (?:up|above|over)|se (?:zyada|jyada|upar)|से (?:ज़्यादा|ज्यादा|ऊपर)|سے (?:زیادہ|اوپر)';
/** "under 30 cm" speaks of a size. */
const NO_SIZE = '(?!\\s?(?:cm|mm|m|l|ml|litres?|inch(?:es)?|in|seats?|tiers?|boards?|pieces?|w|watts?)(?!\\p{L}))';

const between = pattern(`between ${AMOUNT}${NO_SIZE}\\s*(?:and|to|-|–)\\s*${AMOUNT}${NO_SIZE}`);
const most = [pattern(`(?:${BEFORE_MOST})\\s+${AMOUNT}${NO_SIZE}`), pattern(`${AMOUNT}\\s*(?:${AFTER_MOST})`)];
const least = [pattern(`(?:${BEFORE_LEAST})\\s+${AMOUNT}${NO_SIZE}`), pattern(`${AMOUNT}\\s*(?:${AFTER_LEAST})`)];

/** Takes "under 7k" or "between 500 and ₹1,000" out of what was typed. Amounts are in minor units; the rest is what to look for. */
export function takePriceWords(text: string): PriceRange & { rest: string } {
  let rest = foldLetters(text);
  const range: PriceRange = {};
  rest = rest.replace(between, (found: string, ...said: string[]) => {
    const [low = '', lowUnit, high = '', highUnit] = said;
    const [from, to] = [minorOf(low, lowUnit ?? highUnit), minorOf(high, highUnit)];
    if (from === undefined || to === undefined) return found;
    Object.assign(range, { minMinor: Math.min(from, to), maxMinor: Math.max(from, to) });
    return ' ';
  });
  for (const said of most) rest = rest.replace(said, taking(range, 'maxMinor'));
  for (const said of least) rest = rest.replace(said, taking(range, 'minMinor'));
  return { ...range, rest };
}

function taking(range: PriceRange, end: keyof PriceRange) {
  return (found: string, amount: string, unit: string | undefined): string => {
    const minor = minorOf(amount, unit);
    if (minor === undefined) return found;
    range[end] ??= minor;
    return ' ';
  };
}

function minorOf(amount: string, unit: string | undefined): number | undefined {
  const value = Number(amount.replaceAll(',', '')) * (FACTOR[unit ?? ''] ?? 1);
  return value <= MOST ? Math.round(value * MINOR_PER_UNIT) : undefined;
}

function pattern(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})`, 'gu');
}
