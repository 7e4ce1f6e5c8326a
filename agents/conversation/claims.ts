import { did, isAsserted, isFact, isGeneral } from './asserted.ts';
import { changesIn } from './changes.ts';
import { countsIn, type Count } from './counts.ts';
import { daysIn, type Day } from './days.ts';
import { sentencesOf } from './sentences.ts';

/** What a text asserts that must rest on something. `counts`: how many days, hours or per cent; `changes`: of what it says that it was changed. */
export type Claims = { amounts: number[]; counts: Count[]; days: Day[]; ids: string[]; statuses: string[]; changes: string[] };

// Not within a number of ours: an order that ends in 9H says no hours, and one in 9RS no rupees.
const NUMBER = String.raw`\d(?:[\d,]*\d)?(?:\.\d{1,2})?`;
const AMOUNT = new RegExp(
  `(?:₹|\\$|€|£|(?<![\\w-])(?:rs\\.?|inr|usd|eur))\\s?(${NUMBER})|(?<![a-z\\d])(${NUMBER})\\s?(?:₹|€|£|rupees?\\b|rs\\b|inr\\b|usd\\b|dollars?\\b|euros?\\b|paise\\b|रुपये|रुपए)`,
  'giu'
);
/** Numbers of ours, and whatever else looks like one: eight letters and digits in one with a digit, addresses of mails and of pages. */
const ID =
  /\b(?:MZ-[0-9A-Z]{10}|R-[0-9A-Z]{8})\b|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bhttps?:\/\/\S+|\bwww\.\S+|\+?\d[\d -]{8,}\d|\b(?=[A-Za-z-]*\d)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b/g;
const SHORTEST_ID = 8;

/** How something stands, or that something was done: what it is called, each with what must be known for it, as a word and not within another one. */
const STATUSES: [name: string, said: RegExp, known: RegExp][] = [
  ['delivered', /\bdelivered\b|\bhanded over\b/gi, /\b(?:delivered|handed)\b/g],
  ['shipped', /\b(?:shipped|dispatched)\b/gi, /\b(?:shipped|dispatched|on (?:the|its) way)\b/g],
  ['out_for_delivery', /\bout for delivery\b/gi, /\b(?:out_for_delivery|out for delivery|on the vehicle)\b/g],
  ['in_transit', /\bin transit\b|\bon (?:the|its) way\b/gi, /\b(?:in_transit|in transit|shipped|on (?:the|its) way|pre_transit)\b/g],
  ['cancelled', /\bcancell?ed\b/gi, /\bcancell?ed\b/g],
  // That something was paid says nothing of its way back: only a refund stands as "paid" and nothing more.
  [
    'refunded',
    /\brefunded\b|\b(?:has|have|was|were) (?:gone|paid|sent) back\b|\bgone back to you\b/gi,
    /\b(?:refunded|gone back|paid at)\b|^paid$/gm
  ],
  ['returned', /\breturned\b/gi, /\b(?:returned|closed)\b/g],
  ['packed', /\bpacked\b/gi, /\b(?:packed|packs)\b/g],
  ['collected', /\b(?:collected|picked up)\b/gi, /\b(?:collected|picked_up|picked up|dropped)\b/g],
  ['approved', /\bapproved\b/gi, /\bapproved\b/g],
  ['declined', /\b(?:declined|rejected)\b/gi, /\b(?:declined|rejected|said no)\b/g],
  ['ready', /\bready (?:for|to be)\b/gi, /\bready(?:\b|_)/g],
  ['lost', /\b(?:is|are|was|got|been) lost\b/gi, /\blost\b/g],
  ['processed', did('processed|issued'), /\b(?:processed|issued|refunded|gone back|paid at)\b|^paid$/gm]
];

/** Digits of any script, read as ours. */
const inOurDigits = (text: string): string =>
  text.replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });

export function claimsIn(written: string): Claims {
  const text = inOurDigits(written);
  const amounts = [...text.matchAll(AMOUNT)].map(([, before, after]) => Number((before ?? after ?? '').replaceAll(',', '')));
  return { amounts, counts: countsIn(text), days: daysIn(text), ids: idsIn(text), statuses: statusesIn(text), changes: changesIn(text) };
}

const idsIn = (text: string): string[] =>
  [...text.matchAll(ID)]
    .map(([id]) => id.replace(/[.,)]+$/, '').toLowerCase())
    .filter((id) => (id.length >= SHORTEST_ID || /^(?:mz|r)-/.test(id)) && !/^\d{4}-\d{2}-\d{2}$/.test(id));

const statusesIn = (text: string): string[] => {
  const found = STATUSES.flatMap(([, said], at) =>
    [...text.matchAll(said)].flatMap(({ 0: match, index }) => {
      const before = text.slice(0, index);
      return isAsserted(before, match) ? [isGeneral(before, match) ? inGeneral(at) : String(at)] : [];
    })
  );
  return [...new Set(found)];
};

/** "Refunds are processed …" is said of none in particular. */
const inGeneral = (at: number): string => `${at} in general`;
export const statusName = (status: string): string => STATUSES[parseInt(status, 10)]?.[0] ?? status;

const SAID_OF = new RegExp(STATUSES.map(([, , known]) => known.source).join('|'), 'm');

/**
 * How something stands by what was said of it, in small letters. A rule of when it stands so proves nothing, nor what a button would do; and what says
 * how it goes with all of them (`general`) proves nothing of one.
 */
export const knownStatuses = ({ facts, general }: { facts: readonly string[]; general: readonly string[] }): Set<string> => {
  const [here, all] = [statusesBy(facts), statusesBy(general)];
  return new Set([...here.map(String), ...[...here, ...all].map(inGeneral)]);
};

const statusesBy = (texts: readonly string[]): number[] =>
  [...new Set(texts)]
    .filter((text) => SAID_OF.test(text))
    .flatMap((text) => sentencesOf(text))
    .flatMap((sentence) =>
      STATUSES.flatMap(([, , known], at) => ([...sentence.matchAll(known)].some((match) => isFact(sentence, match)) ? [at] : []))
    );
