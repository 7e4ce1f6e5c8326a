import { mask } from '../mask.ts';

/** What says who somebody is, as words of it are shown to others. */
const ORDER = /\b(?:MZ|R)-[0-9A-Z]{6,10}(?:-\d{1,3})?\b/gi;
const MAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*/g;
const LINK = /\bhttps?:\/\/\S+/gi;
/** Phones, postcodes, cards and whatever else has so many digits; days, sums and measures have fewer. */
const LONG_NUMBER = /(?<![₹\d,.])\+?\d(?:[ -]?\d){4,}(?!\d)/g;
/** A house and what it stands in: "flat 12B, 4th cross", "House No. 7". */
const DOOR =
  /\b(?:flat|house|plot|door|h\.?\s?no|apartment|apt|room|floor|wing|tower|block)\b\.?(?:\s+(?:no|number))?\.?\s*[#:-]?\s*\d[\w/-]*/gi;
const STREET =
  /\b(?:[A-Z][\w’'-]*\s+){1,3}(?:[Rr]oad|[Rr]d|[Ss]treet|[Nn]agar|[Ll]ane|[Mm]arg|[Cc]olony|[Ll]ayout|[Cc]ross|[Mm]ain|[Ss]ociety|[Aa]partments|[Ee]nclave|[Vv]ihar)\b/g;
/** How people say what they are called. */
const CALLED =
  /(?<=\b(?:my name is|my name’s|my name's|this is|i am|i'm|regards|thanks|dear|hi|hello|mera naam|naam)[,:]?\s+)[A-Z][\p{L}’'-]+(?:\s+[A-Z][\p{L}’'-]+){0,2}/gu;
const FEWEST_LETTERS = 3;
/** Stand in addresses and in everything else. */
const COMMON = new Set(['and', 'the', 'for', 'near', 'opp', 'from', 'with']);

/**
 * Takes out of what was said in a talk whatever tells who said it, and what nobody may read: `known` are the name, address, mail and so on that the shop has of them.
 * Numbers of an order are gone as well; what is left is read by one of us before it is shown to anybody.
 */
export function maskPersonal(text: string, known: readonly string[]): string {
  let clean = mask(text).text.normalize('NFKC');
  const put = (seen: RegExp, word: string) => (clean = clean.replaceAll(seen, word));
  put(LINK, '[link]');
  put(MAIL, '[e-mail]');
  put(ORDER, '[order]');
  for (const one of longestFirst(known)) put(wholeWord(one), '[name or address]');
  put(DOOR, '[address]');
  put(STREET, '[address]');
  put(CALLED, '[name]');
  put(LONG_NUMBER, '[number]');
  return clean.replaceAll(/\s+/g, ' ').trim();
}

/** Each as a whole, and each word of it: people say one of their names. */
function longestFirst(known: readonly string[]): string[] {
  const all = known.flatMap((one) => [one, ...one.split(/[\s,]+/)]).map((one) => one.trim());
  return [...new Set(all)]
    .filter((one) => one.length >= FEWEST_LETTERS && !COMMON.has(one.toLowerCase()))
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

const wholeWord = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu');
