import { remembering } from '#lib/kernel/remembering.ts';
import { addDays, addMinutes, instantOf, localDate, weekdayOf, type LocalDate } from '#lib/kernel/zoned.ts';

export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Hours as people write them: { mon: ['10:00', '21:00'] }. A day left out is closed; '24:00' is the midnight that ends the day. */
export type Opening = Partial<Record<(typeof dayNames)[number], readonly [opens: string, closes: string]>>;

type DayHours = { opens: number; closes: number };
/** When a place works, a carrier drives or a region takes deliveries: hours in minutes of its own wall clock, Monday first. */
export type Calendar = { zone: string; week: readonly (DayHours | null)[]; closed: ReadonlySet<LocalDate> };

/** Who finds no open day in more than a year looks at a place that never opens. */
const HORIZON_DAYS = 400;
const CLOCK = /^(\d{2}):([0-5]\d)$/;

export function calendarOf(given: { zone: string; opening: Opening; closed: Iterable<LocalDate> }): Calendar {
  const week = dayNames.map((day) => {
    const hours = given.opening[day];
    return hours ? dayHours(hours) : null;
  });
  return { zone: given.zone, week, closed: new Set(given.closed) };
}

/** Minutes since midnight of '18:30'. */
export const minuteOf = remembering((clock: string): number => {
  const [, hours, minutes] = CLOCK.exec(clock) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (!(minute <= 1440)) throw new Error(`${clock} is no time of day`);
  return minute;
});

/** Opening and closing of that day as instants, or undefined when it is closed (or there is no such day). */
export function hoursOn(calendar: Calendar, date: LocalDate | undefined): { opens: Date; closes: Date } | undefined {
  if (date === undefined) return undefined;
  const hours = calendar.closed.has(date) ? null : calendar.week[weekdayOf(date) - 1];
  if (!hours) return undefined;
  return { opens: instantOf(date, hours.opens, calendar.zone), closes: instantOf(date, hours.closes, calendar.zone) };
}

/** The first moment is open, the closing time itself no longer. */
export function isOpenAt(calendar: Calendar, at: Date): boolean {
  const hours = hoursOn(calendar, localDate(at, calendar.zone));
  return hours !== undefined && hours.opens <= at && at < hours.closes;
}

/** This day if it is open, else the next open one; undefined if none comes within the horizon. */
export function openDayFrom(calendar: Calendar, date: LocalDate): LocalDate | undefined {
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead += 1) {
    const day = addDays(date, ahead);
    if (calendar.week[weekdayOf(day) - 1] && !calendar.closed.has(day)) return day;
  }
  return undefined;
}

/** The open day that many open days after the date; 0 is the date itself or the next open one. */
export function addOpenDays(calendar: Calendar, date: LocalDate, days: number): LocalDate | undefined {
  let day = openDayFrom(calendar, date);
  for (let left = day === date ? days : days - 1; left > 0 && day; left -= 1) day = openDayFrom(calendar, addDays(day, 1));
  return day;
}

/** When it is open next: the moment itself while it is open. */
export function nextOpenMoment(calendar: Calendar, at: Date): Date | undefined {
  const today = localDate(at, calendar.zone);
  const hours = hoursOn(calendar, today);
  if (hours && at < hours.closes) return later(at, hours.opens);
  return hoursOn(calendar, openDayFrom(calendar, addDays(today, 1)))?.opens;
}

/**
 * Which open day work that comes in now belongs to. `cutOff` is a minute of the local day; exactly at the cut-off counts as
 * the next open day, and nothing is accepted after closing however late the cut-off.
 */
export function workStart(calendar: Calendar, cutOff: number, at: Date): { date: LocalDate; startsAt: Date; cutOffAt: Date } | undefined {
  const today = localDate(at, calendar.zone);
  for (const from of [today, addDays(today, 1)]) {
    const date = openDayFrom(calendar, from);
    const hours = hoursOn(calendar, date);
    if (!date || !hours) return undefined;
    const cutOffAt = earlier(instantOf(date, cutOff, calendar.zone), hours.closes);
    if (at < cutOffAt) return { date, startsAt: later(at, hours.opens), cutOffAt };
  }
  return undefined;
}

/** The moment at which that many minutes of open time have passed. Work that ends with the day ends at its closing. */
export function addOpenMinutes(calendar: Calendar, from: Date, minutes: number): Date | undefined {
  let at = nextOpenMoment(calendar, from);
  let left = minutes;
  for (let day = 0; at && day < HORIZON_DAYS; day += 1) {
    const closes = hoursOn(calendar, localDate(at, calendar.zone))?.closes ?? at;
    const end = addMinutes(at, left);
    if (end <= closes) return end;
    left -= (closes.getTime() - at.getTime()) / 60_000;
    at = nextOpenMoment(calendar, closes);
  }
  return undefined;
}

export const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
export const later = (a: Date, b: Date): Date => (a > b ? a : b);

function dayHours([opens, closes]: readonly [string, string]): DayHours {
  const hours = { opens: minuteOf(opens), closes: minuteOf(closes) };
  if (hours.opens >= hours.closes) throw new Error(`open from ${opens} to ${closes} is no day`);
  return hours;
}
