import type { PromiseTable } from '#lib/commerce/catalog/promise-table.ts';
import { localDate } from '#lib/kernel/zoned.ts';

const MINUTE_MS = 60_000;

/** With what only other sites read. */
export function withHead(html: string, head: string): string {
  return before('</head>', html, head);
}

/**
 * The key of the form that puts the thing into the cart, so that sent twice it is done once. It stands at the end of the document and
 * not in the form: all before it may be the same for everybody, and a key that two visitors share would give one the other's cart.
 */
export function withFormKey(html: string, key: string): string {
  return before('</body>', html, `<input type="hidden" form="buy" name="key" value="${key}" />`);
}

function before(tag: string, html: string, what: string): string {
  const place = html.lastIndexOf(tag);
  return place === -1 ? html : html.slice(0, place) + what + html.slice(place);
}

/**
 * Until when a page with these promises may be sent again, in milliseconds since 1970; undefined when it may not be kept. Promises are
 * made anew each minute, and until then a page says the same, but not in the last minute before an order has to be in: then the page
 * counts seconds. Where nothing ends, no door opens or shuts and no day begins in the minute after, it is good for that one too, while it
 * is made anew. `zone`: in which days are named.
 */
export function keptUntil({ ways }: PromiseTable, now: Date, zone: string): number | undefined {
  const minuteEnds = (Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS;
  const ends = ways
    .flatMap(({ delivery, collect }) => [...Object.values(delivery), ...(collect ? [collect] : [])])
    .map(({ orderBy }) => Date.parse(orderBy));
  if (!ends.every((orderBy) => orderBy > minuteEnds && orderBy % MINUTE_MS === 0)) return undefined;
  const turns = ways.flatMap(({ doors: { closes, opens } }) => [closes, opens].flatMap((at) => (at === null ? [] : [Date.parse(at)])));
  const nextEnds = minuteEnds + MINUTE_MS;
  const isSameDay = localDate(new Date(minuteEnds), zone) === localDate(now, zone);
  return isSameDay && [...ends, ...turns].every((at) => at > nextEnds) ? nextEnds : minuteEnds;
}

/** Still before `until`; and nothing is kept for more than two minutes, should the clock have been set back. */
export const isKept = (until: number, now: Date): boolean => until > now.getTime() && until - now.getTime() <= 2 * MINUTE_MS;
