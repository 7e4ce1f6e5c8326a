import { MARKET } from '#lib/commerce/stores/market.ts';
import { clockText, dateText, promiseText, sameDay } from '#lib/ui/when.ts';

const ZONE = MARKET.timeZone;

/** A window in words: a day with its hours, or the days it begins and ends on. */
export function windowWords({ from, until }: { from: string; until: string }, now: Date): string {
  if (sameDay(from, until, ZONE)) return promiseText({ from, to: until }, now, ZONE);
  return `${dateText(from, ZONE)} – ${dateText(until, ZONE)}`;
}

export const dayWords = (at: string | Date): string => dateText(at, ZONE);
export const momentWords = (at: string | Date): string => `${dateText(at, ZONE)}, ${clockText(at, ZONE)}`;
