import { orderNumbersIn, phonesIn } from './references.ts';

export type Postcode = { country: 'IN' | 'US'; code: string };

/** Six digits in one or in threes, never beginning with nought; five digits for the United States, with or without the four that follow. */
const INDIAN =
  /(?<![\p{L}\p{N}#.,₹$/]|\d-)([1-9]\d{2})[ -]?(\d{3})(?![\p{L}\p{N}]|[.,/-]\d|\s?(?:rs|rupees|inr|years?|cm|mm|kg|pieces|pcs)\b)/giu;
const AMERICAN =
  /(?<![\p{L}\p{N}#.,₹$/]|\d-|rs\.? ?|inr ?)(\d{5})(?:-(\d{4}))?(?![\p{L}\p{N}]|[.,/-]\d|\s?(?:rs|rupees|inr|dollars|usd|years?|cm|mm|kg|pieces|pcs)\b)/giu;
const NOT_SO =
  /\b(?:order|ord|otp|invoice|ref|reference|rs\.?|inr|₹|under|below|above|over|paid|price|amount)\s*(?:(?:no|id|number|num|is)\b\.?\s*)*[:#]?\s*$/iu;

/** The postcodes of a message; not what is called an order, an amount or a code, and no part of a phone number. */
export function postcodesIn(text: string): Postcode[] {
  let rest = text;
  for (const phone of phonesIn(text)) rest = withoutDigits(rest, phone);
  for (const number of orderNumbersIn(text)) rest = rest.replaceAll(number, ' ');
  const found: (Postcode & { at: number })[] = [];
  for (const match of rest.matchAll(INDIAN)) take(found, rest, match, { country: 'IN', code: `${match[1]}${match[2]}` });
  for (const match of rest.matchAll(AMERICAN)) take(found, rest, match, { country: 'US', code: match[1] ?? '' });
  return found.toSorted((one, other) => one.at - other.at).map(({ country, code }) => ({ country, code }));
}

function take(found: (Postcode & { at: number })[], text: string, match: RegExpMatchArray, postcode: Postcode): void {
  const at = match.index ?? 0;
  if (NOT_SO.test(text.slice(Math.max(0, at - 24), at)) || found.some(({ code }) => code === postcode.code)) return;
  found.push({ ...postcode, at });
}

/** Takes a run of digits out however it is spaced. */
function withoutDigits(text: string, digits: string): string {
  const spaced = Array.from(digits, (digit) => (digit === '+' ? String.raw`\+` : digit)).join(String.raw`[ ().-]{0,2}`);
  return text.replace(new RegExp(spaced), ' ');
}
