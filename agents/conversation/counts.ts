import { MARKET } from '#lib/commerce/stores/market.ts';
import { daysBetween } from '#lib/ui/when.ts';

/** How long, or what share. `key`: the same for 14 days and for 2 weeks. `way`: it is said how far off something is. */
export type Count = { said: string; key: string; count: number; unit: string; way: 'ago' | 'ahead' | undefined };

const MINUTES: Record<string, number> = { minute: 1, hour: 60, day: 1_440, week: 10_080 };
// What none of these is, a month and a working day among them, is only what it was called.
const UNITS: [unit: string, said: RegExp][] = [
  ['share', /^(?:%|per ?cent)/i],
  ['day', /^(?:days?|din|दिन)/i],
  ['week', /^(?:week|haft|हफ)/i],
  ['month', /^(?:month|mahin|महीन)/i],
  ['year', /^(?:year|yrs?|saal|साल)/i],
  ['minute', /^(?:min|मिनट)/i],
  ['hour', /^(?:h|gh|घंट|घण्ट)/i]
];
const UNIT = String.raw`%|per ?cent\b|days?\b|weeks?\b|hours?\b|hrs?\b|months?\b|years?\b|yrs?\b|minutes?\b|mins?\b|h\b|din\b|haft[ea]\b|ghant[ea]\b|mahin[ea]\b|saal\b|दिन|हफ\u093c?्त|महीन|साल|घंट|घण्ट|मिनट`;
const ONES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
/** From none to ninety-nine. */
const NUMBERS = ['', ...ONES, ...TEENS, ...TENS.flatMap((ten) => [ten, ...ONES.map((one) => `${ten}-${one}`)])];
const NUMBER = String.raw`(?:\d+(?:,\d{3})*(?:\.\d+)?|(?:(?:${TENS.join('|')})[\s-](?:${ONES.join('|')})|${[...ONES, ...TEENS, ...TENS].join('|')})(?![a-z]))`;
/** Words that part a number from a unit that is not its own: "4 pm the day before", "500 rupees a day". */
const APART = String.raw`(?:am|pm|a|an|the|of|and|or|to|in|on|at|by|for|per|each|every|within|from|until|rupees?|rs|inr|times?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b`;
/** `between`: "30 calendar days", "10 more days". Not within a number of ours, and no amount. */
const COUNT = new RegExp(
  String.raw`(?<![a-z\d]|\d[.,]|[₹$€£]\s?)(${NUMBER})(?:\s?(?:-|–|to|or|and)\s?(${NUMBER}))?((?:[\s-]+(?!${APART}|(?:${UNIT}))\p{L}+){0,2}?)[\s-]*(${UNIT})`,
  'giu'
);
const AGO = /^\s*(?:ago|back)\b/i;
const LEFT = /^\s*(?:left|more|to go|away|remaining|from (?:now|today))\b/i;
const AHEAD = /\bin (?:another |about |around |roughly |approximately |just |only )?$/i;
const WORKING = /\b(?:business|working)\b/i;

export const countsIn = (text: string): Count[] =>
  [...text.matchAll(COUNT)].flatMap(({ 0: whole, 1: from = '', 2: to, 3: between = '', 4: called = '', index }) => {
    const after = text.slice(index + whole.length);
    const isLeft = /\bmore\b/i.test(between) || LEFT.test(after) || AHEAD.test(text.slice(0, index));
    const way = AGO.test(after) ? 'ago' : isLeft ? 'ahead' : undefined;
    const named = WORKING.test(between) ? `working ${called}` : called;
    return [from, ...(to === undefined ? [] : [to])].map((count) => ({ ...counted(numberOf(count), named), way }));
  });

function numberOf(said: string): number {
  const at = NUMBERS.indexOf(said.toLowerCase().replace(/\s/, '-'));
  return at > 0 ? at : Number(said.replaceAll(',', ''));
}

function counted(count: number, called: string): Omit<Count, 'way'> {
  const unit = unitOf(called);
  const minutes = MINUTES[unit];
  const said = `${count} ${called}`;
  if (unit === 'year') return { said, count, unit, key: `${count * 12} month` };
  return { said, count, unit, key: minutes === undefined ? `${count} ${unit}` : `${count * minutes} minutes` };
}

const unitOf = (called: string): string =>
  WORKING.test(called) ? 'working day' : (UNITS.find(([, said]) => said.test(called))?.[0] ?? called);

const NAMED = /(?:percent|days?|hours?|minutes?|weeks?)$/i;

/** What a number counts by the name of its fact, as in `keepPercent`; undefined: things. Seconds are said in minutes. */
export function countNamed(name: string, value: number): string | undefined {
  if (name.endsWith('Seconds')) return counted(Math.floor(value / 60), 'minutes').key;
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
