import type { PromiseTable } from '#lib/commerce/catalog/promise-table.ts';

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
 * Promises are made anew each minute, and until then a page says the same. Not in the last minute before an order has to be in: then
 * the page counts seconds.
 */
export function mayBeKeptUntilNextMinute({ ways }: PromiseTable, now: Date): boolean {
  const minuteEnds = (Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS;
  return ways
    .flatMap(({ delivery, collect }) => [...Object.values(delivery), ...(collect ? [collect] : [])])
    .map(({ orderBy }) => Date.parse(orderBy))
    .every((orderBy) => orderBy > minuteEnds && orderBy % MINUTE_MS === 0);
}
