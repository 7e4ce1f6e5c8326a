import { claimsIn, statusName } from './claims.ts';
import { changeName } from './changes.ts';
import { isKnownCount } from './counts.ts';
import { isKnownDay } from './days.ts';
import type { Support } from './support.ts';

/**
 * What a text asserts and nothing supports: amounts, days and times, how many days or per cent, statuses and ids. Empty: it may be said. A text that
 * stands word for word in what is known, as a whole sentence, may be said whatever it holds.
 */
export function unsupportedIn(text: string, support: Support, now: Date): string[] {
  if (isQuoted(text, support)) return [];
  const { amounts, counts, days, ids, statuses, changes } = claimsIn(text);
  return [
    ...amounts.filter((amount) => !support.amounts.has(amount)).map((amount) => `amount ${amount}`),
    ...counts.filter((count) => !isKnownCount(count, support, now)).map(({ said }) => `count ${said}`),
    ...days.filter((day) => !isKnownDay(day, support.days, now) && !isSaid(day.in, support)).map((day) => `day ${JSON.stringify(day)}`),
    ...ids.filter((id) => !support.ids.has(id) && !support.text.includes(id)).map((id) => `id ${id}`),
    ...statuses.filter((status) => !support.statuses.has(status)).map((status) => `status ${statusName(status)}`),
    ...changes.filter((change) => !support.changes.has(change)).map((change) => `changed ${changeName(change)}`)
  ];
}

const SHORTEST_QUOTE = 3;
function isQuoted(text: string, support: Support): boolean {
  const plain = text.trim().toLowerCase();
  return plain.split(/\s+/).length >= SHORTEST_QUOTE && isWholeIn(plain, support.text);
}

/** Out of the middle of a sentence anything can be cut: "your order is cancelled" out of when it is. */
function isWholeIn(plain: string, text: string): boolean {
  for (let at = text.indexOf(plain); at >= 0; at = text.indexOf(plain, at + 1)) {
    const after = text.slice(at + plain.length);
    if (/(?:^|\n|[.!?।:;]["”’)]?\s+)$/.test(text.slice(Math.max(0, at - 4), at)) && (ENDS.test(plain) || /^(?:$|\n|\s*[.!?।])/.test(after)))
      return true;
  }
  return false;
}
const ENDS = /[.!?।:]["”’)]?$/;

/** Hours of a place are said of today, whatever they are. */
const isSaid = (days: number | undefined, { text }: Support): boolean => days === 0 && text.includes('today');
