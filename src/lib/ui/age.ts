import { clockText, dateText, sameDay, type Instant } from './when.ts';

/** A fact counts as true right now for this long after it was said. */
export const FRESH_FOR_MS = 60_000;

/** Whether a fact may be shown as live: known, at most a minute old, and the connection that would correct it is up. */
export function isFresh(at: Instant | undefined, now: number, connected: boolean): boolean {
  if (at === undefined || !connected) return false;
  const age = now - new Date(at).getTime();
  // The server's clock may run ahead of the reader's; a minute ahead is no longer an honest age.
  return age <= FRESH_FOR_MS && age >= -FRESH_FOR_MS;
}

/** How old a fact is: "4 s ago" within a minute, then the clock time of `zone` it was true at: "as of 6:04 pm". */
export function ageText(at: Instant, now: number, zone: string, locale = 'en-IN'): string {
  if (isFresh(at, now, true)) return `${secondsOld(at, now)} s ago`;
  return asOfText(at, now, zone, locale);
}

/** The time a fact was true at, with the date when that was not today: "as of Tue 24 Nov, 6:04 pm". */
export function asOfText(at: Instant, now: number, zone: string, locale = 'en-IN'): string {
  const clock = clockText(at, zone, locale);
  return sameDay(at, now, zone, locale) ? `as of ${clock}` : `as of ${dateText(at, zone, locale)}, ${clock}`;
}

function secondsOld(at: Instant, now: number): number {
  return Math.max(1, Math.floor((now - new Date(at).getTime()) / 1000));
}
