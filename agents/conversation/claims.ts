import { did, isAsserted } from './asserted.ts';
import { changesIn } from './changes.ts';
import { countsIn, type Count } from './counts.ts';
import { daysIn, type Day } from './days.ts';

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
  ['delivered', /\bdelivered\b|\bhanded over\b/gi, /\b(?:delivered|handed)\b/],
  ['shipped', /\b(?:shipped|dispatched)\b/gi, /\b(?:shipped|dispatched|on (?:the|its) way)\b/],
  ['out_for_delivery', /\bout for delivery\b/gi, /\b(?:out_for_delivery|out for delivery|on the vehicle)\b/],
  ['in_transit', /\bin transit\b|\bon (?:the|its) way\b/gi, /\b(?:in_transit|in transit|shipped|on (?:the|its) way|pre_transit)\b/],
  ['cancelled', /\bcancell?ed\b/gi, /\bcancell?ed\b/],
  // That something was paid says nothing of its way back: only a refund stands as "paid" and nothing more.
  [
    'refunded',
    /\brefunded\b|\b(?:has|have|was|were) (?:gone|paid|sent) back\b|\bgone back to you\b/gi,
    /\b(?:refunded|gone back|paid at)\b|^paid$/m
  ],
  ['returned', /\breturned\b/gi, /\b(?:returned|closed)\b/],
  ['packed', /\bpacked\b/gi, /\b(?:packed|packs)\b/],
  ['collected', /\b(?:collected|picked up)\b/gi, /\b(?:collected|picked_up|picked up|dropped)\b/],
  ['approved', /\bapproved\b/gi, /\bapproved\b/],
  ['declined', /\b(?:declined|rejected)\b/gi, /\b(?:declined|rejected|said no)\b/],
  ['ready', /\bready (?:for|to be)\b/gi, /\bready(?:\b|_)/],
  ['lost', /\b(?:is|are|was|got|been) lost\b/gi, /\blost\b/],
  ['processed', did('processed|issued'), /\b(?:processed|issued|refunded|gone back|paid at)\b|^paid$/m]
];
export function claimsIn(text: string): Claims {
  const amounts = [...text.matchAll(AMOUNT)].map(([, before, after]) => Number((before ?? after ?? '').replaceAll(',', '')));
  return { amounts, counts: countsIn(text), days: daysIn(text), ids: idsIn(text), statuses: statusesIn(text), changes: changesIn(text) };
}

const idsIn = (text: string): string[] =>
  [...text.matchAll(ID)]
    .map(([id]) => id.replace(/[.,)]+$/, '').toLowerCase())
    .filter((id) => (id.length >= SHORTEST_ID || /^(?:mz|r)-/.test(id)) && !/^\d{4}-\d{2}-\d{2}$/.test(id));

const statusesIn = (text: string): string[] =>
  STATUSES.flatMap(([, said], at) =>
    [...text.matchAll(said)].some(({ 0: match, index }) => isAsserted(text.slice(0, index), match)) ? [String(at)] : []
  );

/** Whether it is known that it stands so. `known`: in small letters. */
export const isKnownStatus = (status: string, known: string): boolean => STATUSES[Number(status)]?.[2].test(known) ?? false;
export const statusName = (status: string): string => STATUSES[Number(status)]?.[0] ?? status;
