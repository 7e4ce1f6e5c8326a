import { addDays, instantOf, localDate, weekdayOf, type LocalDate } from '#lib/kernel/zoned.ts';

/** Minutes since the midnight of its day; `closes` is more than 1440 where it goes on after the next midnight. */
export type Shift = { opens: number; closes: number };
/** When somebody is there to answer. `week`: Monday first, each day's shifts by when they begin, none where nobody does; on `holidays` neither. */
export type OpeningHours = { zone: string; week: readonly (readonly Shift[])[]; holidays: readonly LocalDate[] };

export const DAY_MINUTES = 1_440;
/** Day and night. */
export const ALWAYS: OpeningHours = {
  zone: 'Asia/Kolkata',
  week: Array.from({ length: 7 }, () => [{ opens: 0, closes: DAY_MINUTES }]),
  holidays: []
};

type Window = { from: number; until: number };

/** From a moment on, one after the other and never two at once: where one shift meets the next, or the night of a day the next day, they are one time. */
function* windowsFrom({ zone, week, holidays }: OpeningHours, at: Date): Generator<Window> {
  const free = new Set(holidays);
  let reached = at.getTime();
  // What began yesterday may last until after midnight.
  for (let day = addDays(localDate(at, zone), -1); ; day = addDays(day, 1)) {
    for (const shift of free.has(day) ? [] : (week[weekdayOf(day) - 1] ?? [])) {
      const until = instantOf(day, shift.closes, zone).getTime();
      const from = Math.max(reached, instantOf(day, shift.opens, zone).getTime());
      if (until <= from) continue;
      yield { from, until };
      reached = until;
    }
  }
}

/** The moment at which so many seconds of opening hours have gone by. There must be a day in the week on which somebody is there. */
export function afterOpen(hours: OpeningHours, at: Date, seconds: number): Date {
  let left = seconds * 1_000;
  if (left <= 0) return at;
  for (const { from, until } of windowsFrom(hours, at)) {
    if (from + left <= until) return new Date(from + left);
    left -= until - from;
  }
  throw new Error('nobody is ever there');
}

/** How many seconds of opening hours lie between two moments. */
export function openBetween(hours: OpeningHours, from: Date, until: Date): number {
  let open = 0;
  if (until <= from) return 0;
  for (const window of windowsFrom(hours, from)) {
    if (window.from >= until.getTime()) break;
    open += Math.min(window.until, until.getTime()) - window.from;
  }
  return Math.floor(open / 1_000);
}
