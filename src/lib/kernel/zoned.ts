import { remembering } from './remembering.ts';

/** A calendar day as lived in some zone: 'YYYY-MM-DD'. It is no instant until a zone is named. */
export type LocalDate = string;
/** What the wall clock of a zone shows: the day and the minute since its midnight (a day of 23 hours skips some). */
export type LocalTime = { date: LocalDate; minute: number };
/** Monday is 1, Sunday 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Zones change their offset on whole quarters of an hour in UTC, so one question per quarter is enough. */
const QUARTER_MS = 15 * MINUTE_MS;

export function localTime(at: Date, zone: string): LocalTime {
  const shown = at.getTime() + offsetAt(at.getTime(), zone);
  const midnight = Math.floor(shown / DAY_MS) * DAY_MS;
  return { date: dateOf(midnight), minute: Math.floor((shown - midnight) / MINUTE_MS) };
}

export function localDate(at: Date, zone: string): LocalDate {
  return localTime(at, zone).date;
}

/**
 * The instant at which the wall clock of the zone shows this minute of this day (1440 is the next midnight).
 * A time that the clocks skip means the moment as long after the skip; one they show twice means the first.
 */
export function instantOf(date: LocalDate, minute: number, zone: string): Date {
  const shown = midnightUtc(date) + minute * MINUTE_MS;
  const before = offsetAt(shown - DAY_MS, zone);
  const after = offsetAt(shown + DAY_MS, zone);
  // Almost always: whatever the offset at that moment itself, the answer below would be this one.
  if (before === after) return new Date(shown - before);
  const fits = [before, after].map((offset) => ({ at: shown - offset, offset })).filter(({ at, offset }) => offsetAt(at, zone) === offset);
  return new Date(fits.length > 0 ? Math.min(...fits.map(({ at }) => at)) : shown - before);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(midnightUtc(date) + days * DAY_MS);
}

/** Days from one date to another; negative when it lies before. */
export function daysFrom(from: LocalDate, to: LocalDate): number {
  return (midnightUtc(to) - midnightUtc(from)) / DAY_MS;
}

export const weekdayOf = remembering((date: LocalDate): Weekday => (new Date(midnightUtc(date)).getUTCDay() || 7) as Weekday);

export function addMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE_MS);
}

const dateOf = remembering((ms: number): LocalDate => new Date(ms).toISOString().slice(0, 10));

const midnightUtc = remembering((date: LocalDate): number => {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new Error(`${date} is no day`);
  return ms;
});

const offsetsOf = remembering((zone: string) => {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const clock = new Intl.DateTimeFormat('en-US', {
    ...numeric,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    timeZone: zone
  });
  return remembering((quarter: number) => readOffset(clock, quarter * QUARTER_MS));
});

/** Milliseconds that the wall clock of the zone is ahead of UTC at that instant. */
function offsetAt(ms: number, zone: string): number {
  return offsetsOf(zone)(Math.floor(ms / QUARTER_MS));
}

function readOffset(clock: Intl.DateTimeFormat, ms: number): number {
  const shown = Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
}
