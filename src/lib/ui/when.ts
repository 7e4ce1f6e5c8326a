/** Anything that names one instant: a Date, milliseconds since 1970 or ISO text. */
export type Instant = Date | number | string;

type Parts = Map<string, string>;
/** A formatter, and what it said by the minute: a page asks for the same few again and again, and nothing here shows seconds. */
type Formatter = { format: Intl.DateTimeFormat; said: Map<number, Parts> };

const formatters = new Map<string, Formatter>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();
const MINUTE = 60_000;
const DAY = 86_400_000;
const REMEMBERED = 1000;

/** One formatter says nearly everything. Making one costs a page milliseconds, so dates and clocks share it. */
const SHORT = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
const LONG = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const NUMBERS = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;

/**
 * Minutes ahead of UTC where clocks never move. There, and in the shop's own language, days and times are written by hand: the first
 * use of Intl, whatever for, costs a phone a twentieth of a second before the page answers.
 */
const STEADY = new Map([['Asia/Kolkata', 330]]);
const OWN = 'en-IN';
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const NEAR = ['Yesterday', 'Today', 'Tomorrow'];

/**
 * "Today", "Tomorrow", "Yesterday", the weekday of the next six days ("Thursday"), then the date ("Thu 4 Dec").
 * Days are those of `zone` (the place it happens), not of the reader.
 */
export function dayText(at: Instant, now: Instant, zone: string, locale = 'en-IN'): string {
  const days = daysBetween(now, at, zone);
  if (Math.abs(days) <= 1) return (locale === OWN && NEAR[days + 1]) || capital(relative(locale).format(days, 'day'), locale);
  if (days > 1 && days < 7) return partsOf(at, zone, locale, LONG).get('weekday') ?? '';
  return dateText(at, zone, locale);
}

/** The short date: "Thu 4 Dec". */
export function dateText(at: Instant, zone: string, locale = 'en-IN'): string {
  return dateOf(partsOf(at, zone, locale, SHORT), locale);
}

/** The long date, for headings and letters: "Thursday 4 December". */
export function longDateText(at: Instant, zone: string, locale = 'en-IN'): string {
  return dateOf(partsOf(at, zone, locale, LONG), locale);
}

/** The time on the wall clock of `zone`: "6:04 pm". */
export function clockText(at: Instant, zone: string, locale = 'en-IN'): string {
  const { time, half } = clock(at, zone, locale, true);
  return half ? `${time} ${half}` : time;
}

/** A time window: "4–6 pm", "11 am–1 pm", "6:25–6:45 pm". Full hours lose their zeros when both ends are full. */
export function windowText(from: Instant, to: Instant, zone: string, locale = 'en-IN'): string {
  const minutes = !onTheHour(from, zone, locale) || !onTheHour(to, zone, locale);
  const start = clock(from, zone, locale, minutes);
  const end = clock(to, zone, locale, minutes);
  const head = start.half === end.half ? start.time : `${start.time} ${start.half}`;
  return end.half ? `${head}–${end.time} ${end.half}` : `${head}–${end.time}`;
}

/** Day and window together, as a promise is read out: "Tomorrow, 4–6 pm". */
export function promiseText(window: { from: Instant; to: Instant }, now: Instant, zone: string, locale = 'en-IN'): string {
  return `${dayText(window.from, now, zone, locale)}, ${windowText(window.from, window.to, zone, locale)}`;
}

/** How long still or already: "1 h 12 min", "25 min", "40 s"; days from 48 hours on: "3 days". Never negative. */
export function spanText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  if (hours > 0) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}

/** Calendar days from one instant to another as lived in `zone`; a day of 23 hours still counts as one. */
export function daysBetween(from: Instant, to: Instant, zone: string): number {
  return Math.round((calendarDay(to, zone) - calendarDay(from, zone)) / DAY);
}

/** Whether both fall on one day of the calendar in `zone`. Cheaper than counting days: it needs no formatter of its own. */
export function sameDay(one: Instant, other: Instant, zone: string, locale = 'en-IN'): boolean {
  const [a, b] = [partsOf(one, zone, locale, SHORT), partsOf(other, zone, locale, SHORT)];
  return ['day', 'month', 'year'].every((part) => a.get(part) === b.get(part));
}

function calendarDay(at: Instant, zone: string): number {
  const ahead = STEADY.get(zone);
  if (ahead !== undefined) return Math.floor((+new Date(at) + ahead * MINUTE) / DAY) * DAY;
  const parts = partsOf(at, zone, 'en-US', NUMBERS);
  return Date.UTC(Number(parts.get('year')), Number(parts.get('month')) - 1, Number(parts.get('day')));
}

// Put together from parts: runtimes disagree about commas, and the page must say the same as the server.
function dateOf(parts: Parts, locale: string): string {
  const [weekday, month] = [parts.get('weekday') ?? '', parts.get('month') ?? ''].map((word) => word.replace('.', ''));
  return locale === 'en-US' ? `${weekday} ${month} ${parts.get('day')}` : `${weekday} ${parts.get('day')} ${month}`;
}

type Clock = { time: string; half: string };

function clock(at: Instant, zone: string, locale: string, minutes: boolean): Clock {
  const parts = partsOf(at, zone, locale, SHORT);
  const half = parts.get('dayPeriod') ?? '';
  const bare = half !== '' && !minutes;
  const time = bare ? `${parts.get('hour')}` : `${parts.get('hour')}:${parts.get('minute')}`;
  return { time, half: locale.startsWith('en') ? half.toLowerCase() : half };
}

// Zones such as Asia/Kolkata are off by half hours, so "full hour" is asked of the wall clock.
function onTheHour(at: Instant, zone: string, locale: string): boolean {
  return partsOf(at, zone, locale, SHORT).get('minute') === '00';
}

function partsOf(at: Instant, zone: string, locale: string, options: Intl.DateTimeFormatOptions): Parts {
  const ahead = STEADY.get(zone);
  if (ahead !== undefined && locale === OWN) return partsByHand(+new Date(at) + ahead * MINUTE, options === LONG);
  const { format, said } = formatter(zone, locale, options);
  const minute = Math.floor(+new Date(at) / MINUTE);
  let parts = said.get(minute);
  if (!parts) {
    if (said.size >= REMEMBERED) said.clear();
    parts = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    said.set(minute, parts);
  }
  return parts;
}

/** `shown`: the clock on the wall, as milliseconds since it showed the beginning of 1970. */
function partsByHand(shown: number, isLong: boolean): Parts {
  const wall = new Date(shown);
  const [day = '', month = ''] = [DAYS[wall.getUTCDay()], MONTHS[wall.getUTCMonth()]];
  const hour = wall.getUTCHours();
  return new Map([
    ['weekday', isLong ? day : day.slice(0, 3)],
    ['day', `${wall.getUTCDate()}`],
    ['month', isLong ? month : month.slice(0, month === 'September' ? 4 : 3)],
    ['year', `${wall.getUTCFullYear()}`],
    ['hour', `${hour % 12 || 12}`],
    ['minute', `${wall.getUTCMinutes()}`.padStart(2, '0')],
    ['dayPeriod', hour < 12 ? 'am' : 'pm']
  ]);
}

function formatter(zone: string, locale: string, options: Intl.DateTimeFormatOptions): Formatter {
  // The three sets of options differ in how they write the weekday.
  const key = `${locale} ${zone} ${options.weekday}`;
  let known = formatters.get(key);
  if (!known) {
    known = { format: new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }), said: new Map() };
    formatters.set(key, known);
  }
  return known;
}

function relative(locale: string): Intl.RelativeTimeFormat {
  const known = relatives.get(locale);
  if (known) return known;
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  relatives.set(locale, made);
  return made;
}

function capital(word: string, locale: string): string {
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
}
