import { MARKET } from '#lib/commerce/stores/market.ts';

/** A day, or a time of a day, as somebody says it: what was not said is left out. `in`: so many days from today. */
export type Day = { day?: number; month?: number; weekday?: number; clock?: string; in?: number };

const ZONE = new Intl.DateTimeFormat('en-GB', {
  timeZone: MARKET.timeZone,
  weekday: 'short',
  day: 'numeric',
  month: 'numeric',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23'
});
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** An instant as it is lived where the shop sells. */
export function daysOf(at: string | Date): (Day & { at: Date })[] {
  const instant = new Date(typeof at === 'string' && at.length === 10 ? `${at}T06:30:00Z` : at);
  if (Number.isNaN(instant.getTime())) return [];
  const parts = new Map(ZONE.formatToParts(instant).map(({ type, value }) => [type, value]));
  const clock = `${parts.get('hour')}:${parts.get('minute')}`;
  const weekday = WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase());
  return [{ at: instant, day: Number(parts.get('day')), month: Number(parts.get('month')), weekday, clock }];
}

const NAMES = `(${MONTHS.join('|')})[a-z]*\\.?`;
const DAY_MONTH = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${NAMES}\\b`, 'gi');
const MONTH_DAY = new RegExp(`\\b${NAMES}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)`, 'gi');
const ISO = /\b\d{4}-(\d{2})-(\d{2})\b/g;
const SLASHED = /(?<![\d/])(\d{1,2})\/(\d{1,2})(?:\/\d{2,4})?(?![\d/])/g;
const WEEKDAY = /\b(sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?\b/gi;
const CLOCKS = /\b(\d{1,2})(?::(\d{2}))?\s*(am|pm)?(?:\s*[–-]\s*(\d{1,2})(?::(\d{2}))?)?\s*(am|pm)\b|\b([01]?\d|2[0-3]):([0-5]\d)\b/gi;
const NEAR: Record<string, readonly number[]> = {
  yesterday: [-1],
  today: [0],
  tonight: [0],
  tomorrow: [1],
  aaj: [0],
  kal: [-1, 1],
  parso: [-2, 2],
  आज: [0],
  कल: [-1, 1],
  परसों: [-2, 2]
};
const NEAR_WORD = /(?<![\p{L}\p{M}])(yesterday|today|tonight|tomorrow|aaj|kal|parso|आज|कल|परसों)(?![\p{L}\p{M}])/giu;

/** The days and times that a text speaks of. */
export function daysIn(text: string): Day[] {
  const month = (name = '') => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return [
    ...[...text.matchAll(DAY_MONTH)].map(([, day, name]) => ({ day: Number(day), month: month(name) })),
    ...[...text.matchAll(MONTH_DAY)].map(([, name, day]) => ({ day: Number(day), month: month(name) })),
    ...[...text.matchAll(ISO)].map(([, of, day]) => ({ day: Number(day), month: Number(of) })),
    ...[...text.matchAll(SLASHED)].map(([, day, of]) => ({ day: Number(day), month: Number(of) })),
    ...[...text.matchAll(WEEKDAY)].map(([, name = '']) => ({ weekday: WEEKDAYS.indexOf(name.slice(0, 3).toLowerCase()) })),
    ...[...text.matchAll(CLOCKS)].flatMap(clocksOf),
    ...[...text.matchAll(NEAR_WORD)].map(([, word = '']) => ({ in: NEAR[word.toLowerCase()]?.[0] ?? 0 }))
  ];
}

function clocksOf([, hour, minute, half, toHour, toMinute, toHalf, plainHour, plainMinute]: RegExpMatchArray): Day[] {
  if (plainHour !== undefined) return [{ clock: `${plainHour.padStart(2, '0')}:${plainMinute}` }];
  const first = { clock: clockOf(hour, minute, half ?? toHalf) };
  return toHour === undefined ? [first] : [first, { clock: clockOf(toHour, toMinute, toHalf) }];
}

function clockOf(hour = '0', minute = '00', half = ''): string {
  const of = (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  return `${String(of).padStart(2, '0')}:${minute}`;
}

/** Whether what is said is one of the days that are known. */
export function isKnownDay(said: Day, known: readonly Day[], now: Date): boolean {
  if (said.in !== undefined) {
    const [then] = daysOf(new Date(now.getTime() + said.in * 86_400_000));
    return known.some((one) => one.in === said.in || (one.day === then?.day && one.month === then?.month));
  }
  return known.some((one) =>
    (['day', 'month', 'weekday', 'clock'] as const).every((part) => said[part] === undefined || said[part] === one[part])
  );
}
