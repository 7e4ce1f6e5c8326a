import { daysIn, type Day } from './days.ts';

/** What a text asserts that must rest on something. `counts`: how many days, hours or per cent. */
export type Claims = { amounts: number[]; counts: string[]; days: Day[]; ids: string[]; statuses: string[] };

// Not within a number of ours: an order that ends in 9H says no hours, and one in 9RS no rupees.
const NUMBER = String.raw`\d(?:[\d,]*\d)?(?:\.\d{1,2})?`;
const AMOUNT = new RegExp(
  `(?:₹|\\$|€|£|(?<![\\w-])(?:rs\\.?|inr|usd|eur))\\s?(${NUMBER})|(?<![a-z\\d])(${NUMBER})\\s?(?:₹|€|£|rupees?\\b|rs\\b|inr\\b|usd\\b|dollars?\\b|euros?\\b|paise\\b|रुपये|रुपए)`,
  'giu'
);
const COUNT =
  /(?<![a-z\d])(\d+)(?:\s?(?:-|–|to)\s?(\d+))?\s?(?:%|per ?cent\b|(?:business |working )?days?\b|weeks?\b|hours?\b|hrs?\b|months?\b|minutes?\b|mins?\b|h\b|din\b|दिन|घंटे)/giu;
/** Numbers of ours, and whatever else looks like one: eight letters and digits in one with a digit, addresses of mails and of pages. */
const ID =
  /\b(?:MZ-[0-9A-Z]{10}|R-[0-9A-Z]{8})\b|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bhttps?:\/\/\S+|\bwww\.\S+|\+?\d[\d -]{8,}\d|\b(?=[A-Za-z-]*\d)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b/g;
const SHORTEST_ID = 8;

/** How something stands: each with the words of which one must be known. */
const STATUSES: [said: RegExp, known: readonly string[]][] = [
  [/\bdelivered\b|\bhanded over\b/i, ['delivered', 'handed']],
  [/\b(?:shipped|dispatched)\b/i, ['shipped', 'dispatched', 'on the way', 'on its way']],
  [/\bout for delivery\b/i, ['out_for_delivery', 'out for delivery', 'on the vehicle']],
  [/\bin transit\b|\bon (?:the|its) way\b/i, ['in_transit', 'in transit', 'shipped', 'on the way', 'on its way', 'pre_transit']],
  [/\bcancell?ed\b/i, ['cancelled', 'canceled']],
  [/\brefunded\b|\b(?:has|have|was|were) (?:gone|paid|sent) back\b|\bgone back to you\b/i, ['refunded', 'paid', 'gone back']],
  [/\breturned\b/i, ['returned', 'closed']],
  [/\bpacked\b/i, ['packed', 'packs']],
  [/\b(?:collected|picked up)\b/i, ['collected', 'picked_up', 'picked up', 'dropped']],
  [/\bapproved\b/i, ['approved']],
  [/\b(?:declined|rejected)\b/i, ['declined', 'rejected', 'said no']],
  [/\bready (?:for|to be)\b/i, ['ready']],
  [/\b(?:is|are|was|got|been) lost\b/i, ['lost']]
];
/** What may come, is asked, or holds under a condition is no word of how something stands. */
const NOT_SO =
  /\b(?:once|until|till|when(?:ever)?|if|unless|before|after|as soon as|as long as|what(?:ever)?|can|could|may|might|cannot|can't|to|would|should|nothing|nobody|not|never|shall)\b[^.;:!?]{0,40}$/i;

export function claimsIn(text: string): Claims {
  const amounts = [...text.matchAll(AMOUNT)].map(([, before, after]) => Number((before ?? after ?? '').replaceAll(',', '')));
  const counts = [...text.matchAll(COUNT)].flatMap(([, from = '', to]) => (to === undefined ? [from] : [from, to]));
  return { amounts, counts, days: daysIn(text), ids: idsIn(text), statuses: statusesIn(text) };
}

const idsIn = (text: string): string[] =>
  [...text.matchAll(ID)]
    .map(([id]) => id.replace(/[.,)]+$/, '').toLowerCase())
    .filter((id) => (id.length >= SHORTEST_ID || /^(?:mz|r)-/.test(id)) && !/^\d{4}-\d{2}-\d{2}$/.test(id));

const statusesIn = (text: string): string[] =>
  STATUSES.flatMap(([said], at) => {
    const match = said.exec(text);
    return match && !NOT_SO.test(text.slice(0, match.index)) ? [String(at)] : [];
  });

/** Whether one of the words is known by which that status goes. */
export const isKnownStatus = (status: string, known: string): boolean =>
  STATUSES[Number(status)]?.[1].some((word) => known.includes(word)) ?? false;
export const statusName = (status: string): string => STATUSES[Number(status)]?.[1][0] ?? status;
