import { MARKET } from '#lib/commerce/stores/market.ts';
import { daysBetween } from '#lib/ui/when.ts';

/** How long, or what share. `key`: the same for 14 days and for 2 weeks. `way`: it is said how far off something is. */
export type Count = { said: string; key: string; count: number; unit: string; way: 'ago' | 'ahead' | undefined };

const MINUTES: Record<string, number> = { minute: 1, hour: 60, day: 1_440, week: 10_080 };
// What none of these is, a month and a working day among them, is only what it was called.
const UNITS: [unit: string, said: RegExp][] = [
  ['share', /^(?:%|per ?cent)/i],
  ['working day', /^(?:business|working)/i],
  ['day', /^(?:days?|din|दिन)/i],
  ['week', /^week/i],
  ['month', /^month/i],
  ['minute', /^min/i],
  ['hour', /^(?:h|घंटे)/i]
];
const COUNT =
  /(?<![a-z\d])(\d+)(?:\s?(?:-|–|to)\s?(\d+))?[\s-]?(?:(more) |(?:full|whole) )?(%|per ?cent\b|(?:business |working )?days?\b|weeks?\b|hours?\b|hrs?\b|months?\b|minutes?\b|mins?\b|h\b|din\b|दिन|घंटे)/giu;
const AGO = /^\s*(?:ago|back)\b/i;
const LEFT = /^\s*(?:left|more|to go|away|remaining|from (?:now|today))\b/i;
const AHEAD = /\bin (?:another |about |around |roughly |approximately |just |only )?$/i;

export const countsIn = (text: string): Count[] =>
  [...text.matchAll(COUNT)].flatMap(({ 0: whole, 1: from = '', 2: to, 3: more, 4: called = '', index }) => {
    const after = text.slice(index + whole.length);
    const way = AGO.test(after) ? 'ago' : more !== undefined || LEFT.test(after) || AHEAD.test(text.slice(0, index)) ? 'ahead' : undefined;
    return [from, ...(to === undefined ? [] : [to])].map((count) => ({ ...counted(Number(count), called), way }));
  });

function counted(count: number, called: string): Omit<Count, 'way'> {
  const [unit = called] = UNITS.find(([, said]) => said.test(called)) ?? [];
  const minutes = MINUTES[unit];
  return { said: `${count} ${called}`, count, unit, key: minutes === undefined ? `${count} ${unit}` : `${count * minutes} minutes` };
}

const NAMED = /(?:percent|days?|hours?|minutes?|weeks?)$/i;

/** What a number counts by the name of its fact, as in `keepPercent`; undefined: things. */
export function countNamed(name: string, value: number): string | undefined {
  const [called] = NAMED.exec(name) ?? [];
  return called && counted(value, called).key;
}

type Known = { counts: ReadonlySet<string>; instants: readonly Date[] };

/** Something said it, or it is how far off an instant is that is known. */
export const isKnownCount = (count: Count, { counts, instants }: Known, now: Date): boolean =>
  counts.has(count.key) || instants.some((at) => count.way === (at < now ? 'ago' : 'ahead') && isSoFarOff(count, at, now));

function isSoFarOff({ count, unit }: Count, at: Date, now: Date): boolean {
  const off = Math.abs(at.getTime() - now.getTime()) / 60_000 / (MINUTES[unit] ?? Infinity);
  if (unit === 'day' && count === Math.abs(daysBetween(now, at, MARKET.timeZone))) return true;
  return count > 0 && (count === Math.floor(off) || (unit !== 'day' && count === Math.round(off)));
}
